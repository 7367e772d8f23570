/** The characters of bytes 128 to 159; a space where WinAnsi has none. */
export const WIN_ANSI_EXTRAS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const printableNow = new RegExp(`^[ -~\\u00a0-\\u00ff${WIN_ANSI_EXTRAS.replaceAll(' ', '')}]$`, 'u');

/**
 * A text as the slip prints it: composed, on one line, in the characters that the standard PDF fonts have (all of
 * Portuguese). A letter that they lack loses its marks (`ő` is `o`); what is left without one is a question mark.
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
