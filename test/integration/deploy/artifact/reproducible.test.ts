import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { GitRepository } from '../../../support/git-repository.js';
import { skipBecause } from '../../../support/skip.js';

const makeArtifact = fileURLToPath(new URL('../../../support/make-artifact.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../..', import.meta.url));

describe('the artifact of a commit', () => {
  const repository = new GitRepository();
  const folder = mkdtempSync(join(tmpdir(), 'sbw-reproducible-'));
  let here: string;

  before(async () => {
    const files = {
      'src/index.js': '1\n',
      'src/Zebra.js': '2\n',
      'src/run.sh': '#!/bin/sh\n',
      'src/deep/é.js': '3\n',
    };
    repository.write({ '.gitattributes': '* text=auto\n', ...files });
    chmodSync(join(repository.folder, 'src/run.sh'), 0o755);
    symlinkSync('deep', join(repository.folder, 'src/linked'));
    repository.commit({});
    here = await make(repository.folder);
  });
  after(() => {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes the artifact in another process. Returns its digest and SHA-256. */
  async function make(
    directory: string,
    { node = process.execPath, umask = '022', variables = {} } = {},
  ): Promise<string> {
    const cache = mkdtempSync(join(folder, 'cache-'));
    const command = 'umask "$0" && exec "$@"';
    const args = ['-c', command, umask, node, '--import', 'tsx', makeArtifact, directory, cache];
    const env = { ...process.env, ...variables };
    const { stdout } = await promisify(execFile)('sh', args, { cwd: root, env });
    return stdout;
  }

  it('has a digest and a SHA-256', () => assert.match(here, /^[0-9a-f]{64} [A-Za-z0-9+/]{43}=$/));

  it('has the same bytes with another clone, umask, time zone, language and git settings', async () => {
    const clone = join(folder, 'clone');
    repository.git('clone', '--quiet', repository.folder, clone);
    utimesSync(join(clone, 'src/index.js'), 0, 0);
    for (const [name, value] of [
      ['core.autocrlf', 'true'],
      ['core.fileMode', 'false'],
    ] as const) {
      repository.git('-C', clone, 'config', name, value);
    }
    const variables = { TZ: 'Asia/Tokyo', LC_ALL: 'pt_BR.UTF-8', NODE_OPTIONS: '' };
    assert.equal(await make(clone, { umask: '077', variables }), here);
  });

  it('has the same digest on every Node', async function () {
    const nodes = otherNodes();
    if (nodes.length === 0) {
      skipBecause(
        this,
        `only Node ${process.versions.node} is here; name others in SBW_TEST_NODES, colons between`,
      );
    }
    for (const node of nodes) {
      const [digest] = (await make(repository.folder, { node })).split(' ');
      assert.equal(digest, here.split(' ')[0], node);
    }
  });
});

/** Returns the paths of this machine's other Nodes: those of nvm, and those in SBW_TEST_NODES. */
function otherNodes(): string[] {
  const kept = join(process.env.NVM_DIR ?? join(homedir(), '.nvm'), 'versions/node');
  const versions = existsSync(kept) ? readdirSync(kept).filter((name) => /^v2[0-9]\./.test(name)) : [];
  const named = process.env.SBW_TEST_NODES?.split(':').filter(Boolean) ?? [];
  return [...named, ...versions.map((version) => join(kept, version, 'bin/node'))].filter(
    (path) => path !== process.execPath,
  );
}
