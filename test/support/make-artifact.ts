// A process that makes an artifact and prints its digest and SHA-256: node --import tsx make-artifact.ts FOLDER CACHE
import { packArtifact } from '../../src/deploy/artifact/artifact.js';
import { createBuild } from '../../src/deploy/build/build.js';
import { createScm } from '../../src/deploy/git/types.js';
import { withWorkFolder } from '../../src/deploy/work-folder.js';

const [directory = '', cache = ''] = process.argv.slice(2);
const context = {
  project: { directory },
  cache,
  report: () => undefined,
  signal: new AbortController().signal,
};
const scm = createScm({ type: 'git' }, context);
const command =
  'mkdir out && cp -RP src/. out/ && date > /dev/null && echo "$TZ $LANG" > out/known && gzip -n -c src/run.sh > out/packed';
const build = createBuild({ type: 'command', lockfile: 'x', command, output: 'out' }, context);
const commit = await scm.resolve('main');
await withWorkFolder(cache, async (folder) => {
  const output = await build.run(await scm.checkout(commit, folder));
  const { digest, sha256 } = await packArtifact(output, { service: 'sample', commit, globs: ['**/*'] });
  process.stdout.write(`${digest} ${sha256}`);
});
