import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  administerFunction,
  loadProject,
  migrateFunction,
  selectEnvironment,
} from '../../../src/project/index.js';

const file = join(fileURLToPath(new URL('../../..', import.meta.url)), 'superbowleto.yml');

describe('the functions that operators invoke', () => {
  it('have their deployed names and timeouts', async () => {
    const project = await loadProject(file);
    const live = selectEnvironment(project, 'live');
    assert.deepEqual(administerFunction(project, live), {
      functionName: 'live-superbowleto-administer',
      timeout: 30,
    });
    assert.deepEqual(migrateFunction(project, live), {
      functionName: 'live-superbowleto-migrate-database',
      timeout: 300,
    });
  });

  it('are missing in an environment without them, with a way out', async () => {
    const project = await loadProject(file);
    const bare = { ...selectEnvironment(project, 'live'), functions: ['create-boleto'] };
    assert.throws(() => administerFunction(project, bare), {
      code: 'NO_ADMINISTER_FUNCTION',
      message: `Environment live has no function administer in ${file}; tenants and boletos are administered by it.`,
    });
    assert.throws(() => migrateFunction(project, bare), { code: 'NO_MIGRATE_FUNCTION' });
  });
});
