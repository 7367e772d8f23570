import type { Hook } from '@oclif/core';
import { closest, distance } from 'fastest-levenshtein';

/** A mistyped command gets the nearest one as a suggestion, and ends as any other usage error: with 2. */
const hook: Hook.CommandNotFound = async ({ id, argv = [], config, context }) => {
  const words = (name: string) => name.replaceAll(':', ' ');
  const typed = words(id);
  const known = config.commandIDs.map(words);
  const nearest = closest(typed, known);
  const hint =
    distance(typed, nearest) <= Math.max(2, typed.length / 3) ? ` Did you mean: sbw ${nearest}?` : '';
  const message = `There is no command "sbw ${typed}".${hint} All commands: sbw --help`;
  if (argv.includes('--json')) context.log(JSON.stringify({ error: { code: 'USAGE', message } }, null, 2));
  else process.stderr.write(`Error: ${message}\n`);
  context.exit(2);
};

export default hook;
