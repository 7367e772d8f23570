import assert from 'node:assert/strict';
import { rotateDatabasePassword } from '../../../../src/service/database/rotate.js';
import type { Settings } from '../../../../src/service/settings.js';
import { type DatabaseStage, startDatabaseStage } from '../../../support/database-stage.js';

const FIRST = 'the-first-password-of-all';

describe('the function rotate-password', function () {
  this.timeout(60_000);
  const earlier = { ...process.env };
  let stage: DatabaseStage;

  before(async () => {
    stage = await startDatabaseStage();
    await stage.createInstance('test-db', FIRST);
    await stage.credstash.put('test/database/password', FIRST);
    const { accessKeyId, secretAccessKey } = stage.credentials;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: stage.endpoint,
      AWS_REGION: stage.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
  });
  after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in earlier)) delete process.env[name];
    Object.assign(process.env, earlier);
    await stage?.stop();
  });

  const settings = { environment: 'test', credstashTable: 'secrets' } as Settings;

  it('rotates the password of the database that its variables name', async () => {
    const variables = { CREDSTASH_KEY: 'alias/secrets', DATABASE_INSTANCE: 'test-db' };
    const { outcome } = await rotateDatabasePassword(settings, variables, 60_000);
    assert.equal(outcome, 'rotated');
    const { value, comment } = await stage.credstash.read('test/database/password');
    assert.equal(await stage.canLogIn(value), true);
    assert.match(comment ?? '', /the function rotate-password$/);
  });

  it('reports the variables that are missing', async () => {
    const code = 'MISSING_SETTING';
    await assert.rejects(rotateDatabasePassword(settings, { CREDSTASH_KEY: 'alias/secrets' }, 1), {
      code,
      message: /lacks DATABASE_INSTANCE or DATABASE_CLUSTER/,
    });
    await assert.rejects(rotateDatabasePassword(settings, {}, 1), { code, message: /lacks CREDSTASH_KEY/ });
  });
});
