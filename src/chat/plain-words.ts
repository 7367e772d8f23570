/** What is written in pairs around a word, a ref or the whole sentence, to set it off. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '*': '*',
  '“': '”',
  '‘': '’',
  '«': '»',
};

/** Shows nothing, and is no part of any name: zero width, direction, soft hyphen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The words of a sentence, one space apart, without quotes, without the full stop, and without the bot's name.
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

/** `names`: before the sentence, as in `sharon deploy …`, `@sharon: deploy …`. */
function withoutName(text: string, names: readonly string[]): string {
  const [first = '', ...rest] = text.split(' ');
  const bare = first.replace(/^@/, '').replace(/[:,]$/, '').toLowerCase();
  return rest.length > 0 && names.some((name) => name.toLowerCase() === bare) ? rest.join(' ') : text;
}

function unquoted(text: string): string {
  const close = QUOTES[text.slice(0, 1)];
  const isQuoted = close !== undefined && text.length > 2 && text.endsWith(close);
  // The quotes of two words are no quotes around both: "a" to "b".
  const inner = text.slice(1, -1);
  return isQuoted && !inner.includes(close) ? unquoted(inner) : text;
}
