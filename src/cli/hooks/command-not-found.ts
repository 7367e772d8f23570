import type { Hook } from '@oclif/core';
import { closest, distance } from 'fastest-levenshtein';

/** A mistyped command gets the nearest one as a suggestion, and ends as any other usage error: with 2. */
const hook: Hook.CommandNotFound = async ({ id, config, context }) => {
  const words = (name: string) => name.replaceAll(':', ' ');
  const typed = words(id);
  const known = config.commandIDs.map(words);
  const nearest = closest(typed, known);
  const hint =
    distance(typed, nearest) <= Math.max(2, typed.length / 3) ? ` Did you mean: sbw ${nearest}?` : '';
  process.stderr.write(`Error: There is no command "sbw ${typed}".${hint} All commands: sbw --help\n`);
  context.exit(2);
};

export default hook;
