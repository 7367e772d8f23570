/** The characters of the bytes 128 to 159 in WinAnsi; a space for a byte without a character. */
export const WIN_ANSI_EXTRAS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const printableNow = new RegExp(`^[ -~\\u00a0-\\u00ff${WIN_ANSI_EXTRAS.replaceAll(' ', '')}]$`, 'u');

/**
 * Returns a text as the slip can print it: on one line, in the characters of WinAnsi, which include all of Portuguese. Any
 * other letter loses its marks (`ő` becomes `o`), and any other character becomes a question mark.
 */
export function printable(text: string): string {
  const oneLine = text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (/^[ -~\u00a1-\u00ff]*$/.test(oneLine)) return oneLine;
  return Array.from(oneLine, printableCharacter).join('');
}

function printableCharacter(character: string): string {
  if (printableNow.test(character)) return character;
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return Array.from(plain, (part) => (printableNow.test(part) ? part : '?')).join('');
}
