/** Pairs of marks that people put around a word, a ref or the whole sentence. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '*': '*',
  '“': '”',
  '‘': '’',
  '«': '»',
};

/** Invisible characters, which no name contains: zero width, direction, soft hyphen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Returns the words of a sentence, one space apart, without quotes, the full stop and the bot's name.
 *
 * @example plainWords('Sharon:  deploy `superbowleto/master` to sandbox.', ['sharon']) // 'deploy superbowleto/master to sandbox'
 */
export function plainWords(text: string, names: readonly string[]): string {
  const spaced = text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  const words = unquoted(withoutName(spaced, names))
    .replace(/[.!]+$/, '')
    .split(' ');
  return withoutName(words.map(unquoted).join(' '), names);
}

/** Removes the bot's name from the start, as in `sharon deploy …` and `@sharon: deploy …`. */
function withoutName(text: string, names: readonly string[]): string {
  const [first = '', ...rest] = text.split(' ');
  const bare = first.replace(/^@/, '').replace(/[:,]$/, '').toLowerCase();
  return rest.length > 0 && names.some((name) => name.toLowerCase() === bare) ? rest.join(' ') : text;
}

function unquoted(text: string): string {
  const close = QUOTES[text.slice(0, 1)];
  const isQuoted = close !== undefined && text.length > 2 && text.endsWith(close);
  // In `"a" to "b"` the first and the last quote do not belong together.
  const inner = text.slice(1, -1);
  return isQuoted && !inner.includes(close) ? unquoted(inner) : text;
}
