import assert from 'node:assert/strict';
import { parseSentence } from '../../../src/chat/sentence.js';

const master = { verb: 'deploy', service: 'superbowleto', ref: 'master', environment: 'live' };

describe('parseSentence', () => {
  it('reads a deploy of a ref with slashes', () => {
    assert.deepEqual(parseSentence(' Deploy superbowleto/feature/slip  to sandbox.'), {
      verb: 'deploy',
      service: 'superbowleto',
      ref: 'feature/slip',
      environment: 'sandbox',
    });
  });

  for (const sentence of [
    'sharon deploy superbowleto/master to live',
    '@Sharon: deploy superbowleto/master to live',
    'sharon, DEPLOY Superbowleto/master TO Live!',
    'deploy `superbowleto/master` to *live*',
    '`deploy superbowleto/master to live`',
    '“sharon deploy superbowleto/master to live”',
    'deploy\u00a0superbowleto/master\u2003to\n  live',
    '\u200bdeploy superbowleto/\u202emaster to live',
  ]) {
    it(`reads ${JSON.stringify(sentence)}`, () => {
      assert.deepEqual(parseSentence(sentence, ['sharon']), master);
    });
  }

  for (const sentence of [
    "don't deploy superbowleto/master to live",
    'roberto deploy superbowleto/master to live',
    'deploy superbowleto/master to live and sandbox',
    'deploy superbowleto/master to live\nor rather not',
    'deploy "superbowleto/master" to "live" --force',
    'deploy superbowleto to live',
    'sharon',
    '',
  ]) {
    it(`does not understand ${JSON.stringify(sentence)}`, () => {
      assert.throws(() => parseSentence(sentence, ['sharon']), { code: 'NOT_UNDERSTOOD' });
    });
  }

  it('keeps a ref unchanged, also one that looks like an option', () => {
    for (const ref of ['--upload-pack=/bin/sh', 'Release-1.0', "a;'b'$(c)", 'refs/tags/v1']) {
      assert.deepEqual(parseSentence(`deploy superbowleto/${ref} to live`), { ...master, ref });
    }
  });

  it('reads a deploy with its migrations', () => {
    const sentence = 'deploy superbowleto/master to live and migrate.';
    assert.deepEqual(parseSentence(sentence), { ...master, migrate: true });
  });

  it('reads a migration and a rotation', () => {
    assert.deepEqual(parseSentence('migrate local'), { verb: 'migrate', environment: 'local' });
    for (const sentence of ['rotate the password of local', 'rotate password in local']) {
      assert.deepEqual(parseSentence(sentence), { verb: 'rotate-password', environment: 'local' });
    }
  });

  it('reads a rollback with and without its target and its service', () => {
    const back = { verb: 'rollback', environment: 'local' };
    assert.deepEqual(parseSentence('rollback local'), back);
    assert.deepEqual(parseSentence('roll back local to 3fa8c01d'), { ...back, to: '3fa8c01d' });
    for (const word of ['in', 'on']) {
      assert.deepEqual(parseSentence(`rollback superbowleto ${word} local to 3fa8c01d`), {
        ...back,
        service: 'superbowleto',
        to: '3fa8c01d',
      });
    }
  });

  it('reads a question about one environment or all', () => {
    assert.deepEqual(parseSentence('Status of local'), { verb: 'status', environment: 'local' });
    assert.deepEqual(parseSentence('releases local'), { verb: 'releases', environment: 'local' });
    assert.deepEqual(parseSentence('status'), { verb: 'status' });
  });

  it('reads the answers to the question of the bot', () => {
    for (const sentence of ['confirm', 'sharon yes', 'Yes!']) {
      assert.deepEqual(parseSentence(sentence, ['sharon']), { verb: 'confirm' });
    }
    for (const sentence of ['cancel', 'no']) assert.deepEqual(parseSentence(sentence), { verb: 'cancel' });
  });

  it('lists the sentences that it understands', () => {
    assert.throws(() => parseSentence('deploy it'), {
      code: 'NOT_UNDERSTOOD',
      message:
        'I do not understand "deploy it". Say one of: deploy <service>/<ref> to <environment> [and migrate]; ' +
        'rollback [<service> in] <environment> [to <release>]; status [of <environment>]; releases [of <environment>]; ' +
        'migrate <environment>; rotate password of <environment>; confirm; cancel; help.',
    });
  });

  it('ignores upper and lower case of all but a ref and a release', () => {
    assert.deepEqual(parseSentence('ROLLBACK Superbowleto IN Live TO 3fA8'), {
      verb: 'rollback',
      service: 'superbowleto',
      environment: 'live',
      to: '3fA8',
    });
    assert.deepEqual(parseSentence('RELEASES Of Live'), { verb: 'releases', environment: 'live' });
    assert.deepEqual(parseSentence('MIGRATE Live'), { verb: 'migrate', environment: 'live' });
    assert.deepEqual(parseSentence('ROTATE Password OF Live'), {
      verb: 'rotate-password',
      environment: 'live',
    });
    assert.deepEqual(parseSentence('HELP'), { verb: 'help' });
    assert.deepEqual(parseSentence('CANCEL'), { verb: 'cancel' });
  });

  it('repeats a sentence of 80 characters whole', () => {
    assert.throws(() => parseSentence('x'.repeat(80)), { message: /^I do not understand "x{80}"\. / });
    assert.throws(() => parseSentence('x'.repeat(81)), { message: /^I do not understand "x{80}…"\. / });
  });

  it('repeats only the start of a long sentence', () => {
    assert.throws(() => parseSentence('x'.repeat(4_000)), {
      message: /^I do not understand "x{80}…"\. /,
    });
  });
});
