// Makes an artifact and prints its digest and SHA-256, for tests: node --import tsx make-artifact.ts FOLDER CACHE
import { packArtifact } from '../../src/deploy/artifact/artifact.js';
import { buildTree } from '../../src/deploy/build/build.js';
import { withWorkFolder } from '../../src/deploy/cache.js';
import { GitSource } from '../../src/deploy/git/git.js';

const [directory = '', cache = ''] = process.argv.slice(2);
const context = {
  project: { directory },
  cache,
  report: () => undefined,
  signal: new AbortController().signal,
};
const source = new GitSource({ type: 'git' }, context);
const command =
  'mkdir out && cp -RP src/. out/ && date > /dev/null && echo "$TZ $LANG" > out/known && gzip -n -c src/run.sh > out/packed';
const definition = { type: 'command', lockfile: 'x', command, output: 'out' } as const;
const commit = await source.resolve('main');
await withWorkFolder(cache, async (folder) => {
  const output = await buildTree(definition, await source.checkout(commit, folder), context);
  const { digest, sha256 } = await packArtifact(output, { service: 'sample', commit, globs: ['**/*'] });
  process.stdout.write(`${digest} ${sha256}`);
});
