import assert from 'node:assert/strict';
import { join } from 'node:path';
import { useGitRepository } from './git-fixture.js';

describe('GitSource with scm.repository', () => {
  const fixture = useGitRepository();

  it('fetches what is new every time, and drops deleted branches', async () => {
    const first = fixture.repository.commit({ file: '1' });
    fixture.repository.git('branch', 'gone');
    const named = { repository: fixture.repository.folder, directory: fixture.folder };
    assert.equal(await fixture.source(named).resolve('gone'), first);
    const second = fixture.repository.commit({ file: '2' });
    fixture.repository.git('branch', '-D', 'gone');
    const later = fixture.source(named);
    assert.equal(await later.resolve('main'), second);
    assert.deepEqual(await fixture.checkout(later, second), { file: '2' });
    await assert.rejects(later.resolve('gone'), { code: 'UNKNOWN_REF' });
  });

  it('accepts a path relative to superbowleto.yml, and a URL', async () => {
    const commit = fixture.repository.commit({ file: '1' });
    const directory = join(fixture.repository.folder, 'below');
    fixture.repository.write({ 'below/superbowleto.yml': '' });
    assert.equal(await fixture.source({ repository: '..', directory }).resolve('main'), commit);
    assert.equal(
      await fixture
        .source({ repository: `file://${fixture.repository.folder}`, directory: fixture.folder })
        .resolve('main'),
      commit,
    );
  });

  it('says that the repository cannot be fetched, without the password in its URL', async () => {
    const named = { repository: 'http://ana:s3cret@127.0.0.1:1/boletos.git', directory: fixture.folder };
    await assert.rejects(fixture.source(named).resolve('main'), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'REPOSITORY_UNREACHABLE');
      assert.match(
        error.message,
        /^The repository http:\/\/127\.0\.0\.1:1\/boletos\.git cannot be fetched: .*127\.0\.0\.1/,
      );
      assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /s3cret/);
      return true;
    });
  });
});
