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

  it('says what it would understand', () => {
    assert.throws(() => parseSentence('deploy it'), {
      code: 'NOT_UNDERSTOOD',
      message:
        'I do not understand "deploy it". Say one of: deploy <service>/<ref> to <environment>; migrate <environment>; ' +
        'rotate password of <environment>; help.',
    });
  });
});
