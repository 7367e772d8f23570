import type { Hook } from '@oclif/core';
import { closest, distance } from 'fastest-levenshtein';
import { refuse } from './refuse.js';

/** Suggests the nearest command for a mistyped one, and ends with exit code 2 like any usage error. */
const hook: Hook.CommandNotFound = async ({ id, argv = [], config, context }) => {
  const words = (name: string) => name.replaceAll(':', ' ');
  const typed = words(mistyped(id, new Set(config.topics.map(({ name }) => name))));
  const known = config.commandIDs.map(words);
  const nearest = closest(typed, known);
  const hint =
    distance(typed, nearest) <= Math.max(2, typed.length / 3) ? ` Did you mean: sbw ${nearest}?` : '';
  refuse(context, argv, `There is no command "sbw ${typed}".${hint} All commands: sbw --help`);
};

/** Returns the part of the id that names the command. oclif puts all words into the id, and later ones may be secrets. */
function mistyped(id: string, topics: ReadonlySet<string>): string {
  const words = id.split(':');
  const known = words.findIndex((_, index) => !topics.has(words.slice(0, index + 1).join(':')));
  return words.slice(0, known + 1).join(':');
}

export default hook;
