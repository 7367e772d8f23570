import { compareKeys } from './bucket.js';

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** The page starts after this key or common prefix; '': at the first key. */
  readonly after: string;
  readonly limit: number;
}

export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page, when another page follows. */
  readonly next: string | undefined;
}

/**
 * Returns one page of keys. Keys that are equal up to the delimiter become one common prefix.
 *
 * @param keys sorted by their UTF-8 bytes
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

/** Returns whether an earlier page showed the key. A common prefix at the end of that page stands for all its keys. */
export const isBefore = (key: string, rolledUp: string | undefined, after: string): boolean =>
  after !== '' && (rolledUp === after || compareKeys(key, after) <= 0);

/** Returns the common prefix that a key belongs to; undefined when it contains no delimiter after the prefix. */
export function commonPrefix(
  key: string,
  { prefix, delimiter }: Pick<ListingQuery, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Encodes a key for `encoding-type=url`, which can show keys that XML cannot. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
