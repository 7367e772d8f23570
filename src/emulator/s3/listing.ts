import { compareKeys } from './bucket.js';

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** The page starts behind this key or common prefix; '' starts at the first. */
  readonly after: string;
  readonly limit: number;
}

export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of a page that more come after. */
  readonly next: string | undefined;
}

/**
 * One page of keys, those that share their beginning up to the delimiter rolled up into one common prefix.
 *
 * @param keys in the order of their bytes
 * @example
 * listPage(['a/1', 'a/2', 'b'], { prefix: '', delimiter: '/', after: '', limit: 1000 })
 * // { keys: ['b'], commonPrefixes: ['a/'], next: undefined }
 */
export function listPage(keys: Iterable<string>, query: ListingQuery): ListingPage {
  const page = { keys: [] as string[], commonPrefixes: [] as string[] };
  let last: string | undefined;
  for (const key of keys) {
    if (!key.startsWith(query.prefix)) continue;
    const rolledUp = commonPrefix(key, query);
    const item = rolledUp ?? key;
    if (item === last || isBefore(key, rolledUp, query.after)) continue;
    if (page.keys.length + page.commonPrefixes.length >= query.limit) return { ...page, next: last ?? '' };
    (rolledUp === undefined ? page.keys : page.commonPrefixes).push(item);
    last = item;
  }
  return { ...page, next: undefined };
}

/** A page that ended with a common prefix goes on behind every key that it stands for. */
export const isBefore = (key: string, rolledUp: string | undefined, after: string): boolean =>
  after !== '' && (rolledUp === after || compareKeys(key, after) <= 0);

export function commonPrefix(
  key: string,
  { prefix, delimiter }: Pick<ListingQuery, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** With `encoding-type=url` a listing can show keys that XML cannot. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
