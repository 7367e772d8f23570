import type { Hook } from '@oclif/core';
import { closest, distance } from 'fastest-levenshtein';
import { refuse } from './refuse.js';

/** A mistyped command gets the nearest one as a suggestion, and ends as any other usage error: with 2. */
const hook: Hook.CommandNotFound = async ({ id, argv = [], config, context }) => {
  const words = (name: string) => name.replaceAll(':', ' ');
  const typed = words(mistyped(id, new Set(config.topics.map(({ name }) => name))));
  const known = config.commandIDs.map(words);
  const nearest = closest(typed, known);
  const hint =
    distance(typed, nearest) <= Math.max(2, typed.length / 3) ? ` Did you mean: sbw ${nearest}?` : '';
  refuse(context, argv, `There is no command "sbw ${typed}".${hint} All commands: sbw --help`);
};

/** To oclif all that was typed belongs to the id; what stands behind the command's name may be a secret. */
function mistyped(id: string, topics: ReadonlySet<string>): string {
  const words = id.split(':');
  const known = words.findIndex((_, index) => !topics.has(words.slice(0, index + 1).join(':')));
  return words.slice(0, known + 1).join(':');
}

export default hook;
