import { distance } from 'fastest-levenshtein';

/**
 * The word of `known` that `word` was most likely meant to be.
 *
 * @example closest('memmory', ['handler', 'memory']) // 'memory'
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, mistakes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.mistakes - b.mistakes);
  const [best] = ranked;
  return best && best.mistakes <= tolerated(word) ? best.candidate : undefined;
}

/** `; did you mean memory?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = closest(word, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** Two letters in the wrong order are two mistakes. */
function tolerated(word: string): number {
  return word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
}
