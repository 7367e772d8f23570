import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, loadProject, selectEnvironment } from '../../../src/project/index.js';
import { rotationTarget } from '../../../src/rotation/index.js';

const file = join(fileURLToPath(new URL('../../..', import.meta.url)), 'superbowleto.yml');

describe('rotationTarget', () => {
  it('returns the cluster or the instance that the environment names', async () => {
    const project = await loadProject(file);
    const live = selectEnvironment(project, 'live');
    const target = (type: 'cluster' | 'instance') =>
      rotationTarget(
        project,
        { ...live, database: { ...live.database, type, identifier: 'live-db' } },
        connect(live),
      );
    const { environment, database } = target('cluster');
    // RDS accepts 41 characters for a cluster and 128 for an instance.
    assert.deepEqual([environment, database.name, database.longestPassword], ['live', 'live-db', 41]);
    assert.equal(target('instance').database.longestPassword, 128);
  });

  it('has a checker only where the environment has a function check-database', async () => {
    const project = await loadProject(file);
    const live = selectEnvironment(project, 'live');
    assert.equal(typeof rotationTarget(project, live, connect(live)).checker?.login, 'function');
    const bare = { ...live, functions: ['create-boleto'] };
    assert.equal(rotationTarget(project, bare, connect(bare)).checker, undefined);
  });
});
