/** Values that some reader would change, by what is odd about them. */
export const ODD: Readonly<Record<string, string>> = {
  plain: 'hunter2',
  empty: '',
  spaces: '  leading and trailing  ',
  tab: '\tx\t',
  newline: 'one\ntwo\n',
  'carriage return': 'one\r\ntwo\r',
  'single quote': "it's",
  'double quote': 'say "x"',
  backtick: 'run `id`',
  'two kinds of quotes': `'"`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expansion of the shell
  dollar: '$HOME ${HOME} $(id) $$ $& $1',
  backslash: 'C:\\new\\table',
  'backslash at the end': 'C:\\',
  'hash sign': 'a # b',
  emoji: 'key 🔑 日本語 é',
  'byte order mark': '\ufeffvalue\ufeff',
  'number like': '0123',
  'boolean like': 'yes',
  'null like': '~',
  'date like': '2026-01-01',
  'merge like': '<<',
  comma: 'a,b',
  assignment: 'a=b',
  'at sign': '@file',
  exclamation: '!!x !$',
  'line separators': 'a\u2028b\u2029c\u0085d',
  controls: '\u0001\u001b[0m\u007f\u009f',
  'end of document': '---\n...\n',
  json: '{"a":"b"}',
};

/** Returns a generator of the same numbers in every run. */
export function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const PIECES = [
  ...`'"\`\\$#=,:;&|<>(){}[]!?*~-@%^ abcnrtxu01`,
  ...['\n', '\r', '\t', '\u2028', '\u0085', '\ufeff', '🔑', 'é', '\\n', '\\r', '${', '$(', "'\\''", '\u0001'],
];

/** Returns a text of up to twelve pieces that some reader treats specially. */
export function randomValue(random: () => number): string {
  const length = Math.floor(random() * 13);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
}
