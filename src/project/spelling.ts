import { distance } from 'fastest-levenshtein';

/**
 * Returns the known word that is nearest to a misspelt one; undefined if none is near enough.
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

/**
 * Returns a suggestion for a misspelt word, or ''.
 *
 * @example didYouMean('memmory', ['memory']) // '; did you mean memory?'
 */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = closest(word, known);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** At least 2 from four letters on, because two swapped letters count as two mistakes. */
function tolerated(word: string): number {
  return word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
}
