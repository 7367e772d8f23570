import assert from 'node:assert/strict';
import { POINT, textWidth, winAnsiCode } from '../../../../src/boleto/slip/helvetica.js';

/** Adobe's AFM files of Helvetica and Helvetica-Bold: the characters of WinAnsi by their width. */
const regular: readonly (readonly [width: number, characters: string])[] = [
  [191, "'"],
  [222, 'ijl‘’‚'],
  [260, '|¦'],
  [278, ' !,./:;I[\\]ft\u00a0·ÌÍÎÏìíîï'],
  [333, '()-`r„ˆ‹“”˜›¡¨\u00ad¯²³´¸¹'],
  [334, '{}'],
  [350, '•'],
  [355, '"'],
  [365, 'º'],
  [370, 'ª'],
  [389, '*'],
  [400, '°'],
  [469, '^'],
  [500, 'Jcksvxyzçýÿšž'],
  [537, '¶'],
  [556, '0123456789#$?L_abdeghnopqu€ƒ†‡–¢£¤¥§«µ»àáâãäåèéêëðñòóôõöùúûüþ'],
  [584, '+<=>~¬±×÷'],
  [611, 'FTZŽ¿ßø'],
  [667, '&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞŠŸ'],
  [722, 'CDHNRUwÇÐÑÙÚÛÜ'],
  [737, '©®'],
  [778, 'GOQÒÓÔÕÖØ'],
  [833, 'Mm'],
  [834, '¼½¾'],
  [889, '%æ'],
  [944, 'Wœ'],
  [1000, '…‰Œ—™Æ'],
  [1015, '@'],
];
const bold: typeof regular = [
  [238, "'"],
  [278, ' ,./I\\ijl‘’‚\u00a0·ÌÍÎÏìíîï'],
  [280, '|¦'],
  [333, '!()-:;[]`ftˆ‹˜›¡¨\u00ad¯²³´¸¹'],
  [350, '•'],
  [365, 'º'],
  [370, 'ª'],
  [389, '*r{}'],
  [400, '°'],
  [474, '"'],
  [500, 'z„“”ž'],
  [556, '0123456789#$J_aceksvxy€ƒ†‡–¢£¤¥§«¶»àáâãäåçèéêëýÿš'],
  [584, '+<=>^~¬±×÷'],
  [611, '?FLTZbdghnopquŽ¿µßðñòóôõöøùúûüþ'],
  [667, 'EPSVXYÈÉÊËÝÞŠŸ'],
  [722, '&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜ'],
  [737, '©®'],
  [778, 'GOQwÒÓÔÕÖØ'],
  [833, 'M'],
  [834, '¼½¾'],
  [889, '%mæ'],
  [944, 'Wœ'],
  [975, '@'],
  [1000, '…‰Œ—™Æ'],
];

/** The characters of Windows-1252 by their bytes. The runtime decodes a byte without a character as a control character. */
const characters = Array.from(
  new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
);

describe('textWidth', () => {
  for (const [font, table, isBold] of [
    ['Helvetica', regular, false],
    ['Helvetica-Bold', bold, true],
  ] as const) {
    it(`is that of ${font} for each character`, () => {
      const widths = table.flatMap(([width, group]) =>
        Array.from(group, (character) => [character, width] as const),
      );
      assert.equal(new Set(widths.map(([character]) => character)).size, 218);
      for (const [character, width] of widths) {
        assert.equal(Math.round(textWidth(character, 1000, isBold) / POINT), width, character);
      }
    });
  }

  it('adds up the characters, in millimetres, and is regular unless asked', () => {
    // 722 + 556 + 278 thousandths of 12 points.
    assert.ok(Math.abs(textWidth('Cat', 12) - (1.556 * 12 * 25.4) / 72) < 1e-9);
    assert.ok(Math.abs(textWidth('Cat', 12, true) - (1.611 * 12 * 25.4) / 72) < 1e-9);
    assert.equal(textWidth('', 12), 0);
  });

  it('counts a control character as nothing', () => {
    for (const character of ['\n', '\x1f', '\x7f']) assert.equal(textWidth(character, 12), 0);
  });

  it('counts a character that WinAnsi lacks as a question mark', () => {
    for (const character of ['ő', '\u0081', '\u009f', '→']) {
      assert.equal(textWidth(character, 8), textWidth('?', 8), character);
    }
  });
});

describe('winAnsiCode', () => {
  it('is the byte of each character in Windows-1252, and that of ? for any other', () => {
    for (const [byte, character] of characters.entries()) {
      const hasNone = byte > 127 && byte < 160 && character === String.fromCharCode(byte);
      assert.equal(winAnsiCode(character), hasNone ? 63 : byte, `byte ${byte}`);
    }
    for (const character of ['\u0100', 'ő', '→', '\u2028']) assert.equal(winAnsiCode(character), 63);
  });
});
