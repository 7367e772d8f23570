import assert from 'node:assert/strict';
import { parseSentence } from '../../../src/chat/sentence.js';

describe('parseSentence', () => {
  it('reads a deploy, with a ref that holds slashes', () => {
    assert.deepEqual(parseSentence(' Deploy superbowleto/feature/slip  to sandbox.'), {
      verb: 'deploy',
      service: 'superbowleto',
      ref: 'feature/slip',
      environment: 'sandbox',
    });
  });

  it('reads a migration and a rotation', () => {
    assert.deepEqual(parseSentence('migrate local'), { verb: 'migrate', environment: 'local' });
    assert.deepEqual(parseSentence('rotate the password of local'), {
      verb: 'rotate-password',
      environment: 'local',
    });
  });

  it('reads a rollback, with the release to go to and without', () => {
    assert.deepEqual(parseSentence('rollback local'), { verb: 'rollback', environment: 'local' });
    assert.deepEqual(parseSentence('rollback local to 3fa8c01d'), {
      verb: 'rollback',
      environment: 'local',
      to: '3fa8c01d',
    });
  });

  it('reads what changes nothing', () => {
    assert.deepEqual(parseSentence('Status of local'), { verb: 'status', environment: 'local' });
    assert.deepEqual(parseSentence('releases of local'), { verb: 'releases', environment: 'local' });
  });

  it('says what it would understand', () => {
    assert.throws(() => parseSentence('deploy it'), {
      code: 'NOT_UNDERSTOOD',
      message:
        'I do not understand "deploy it". Say one of: deploy <service>/<ref> to <environment>; ' +
        'rollback <environment> [to <release>]; status of <environment>; releases of <environment>; migrate <environment>; ' +
        'rotate password of <environment>; help.',
    });
  });
});
