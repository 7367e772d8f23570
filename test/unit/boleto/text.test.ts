import assert from 'node:assert/strict';
import { type Charset, plainText } from '../../../src/boleto/index.js';

describe('plainText', () => {
  /** What Unicode's own tables and the usual romanizations give; banks and people would write it so. */
  const cases: readonly [text: string, charset: Charset, expected: string][] = [
    ['Łukasz Świątek', 'latin-1', 'Lukasz Swiatek'],
    ['Łukasz Świątek', 'win-ansi', 'Lukasz Swiatek'],
    ['Conceição Ünïcø ß æ', 'latin-1', 'Conceição Ünïcø ß æ'],
    ['Conceição Ünïcø ß æ Þór', 'ascii', 'Conceicao Unico ss ae Thor'],
    ['Đorđe Čapek, Şişli, İstanbul, Nguyễn, ıſ', 'latin-1', 'Dorde Capek, Sisli, Istanbul, Nguyen, is'],
    ['“Três” ‘Irmãos’ d’Oeste – 1 — 2 − 3…', 'latin-1', "\"Três\" 'Irmãos' d'Oeste - 1 - 2 - 3..."],
    ['“Três” – € 5…', 'win-ansi', '“Três” – € 5…'],
    ['€ 5, nº 7, 1ª, 30°, ½, «x» ± ©', 'ascii', 'EUR 5, no 7, 1a, 30o, 1/2, "x" +- (C)'],
    ['Ｊｏｓé ﬁm ① № ™', 'latin-1', 'José fim 1 No TM'],
    ['Jose\u0301 x\u0304', 'latin-1', 'José x'],
    ['a\u200b\u00adb\u2066c\ufeff \u200e d\r\n\te\u00a0f', 'latin-1', 'abc d e f'],
    ['Фёдор Щукин, Київ', 'latin-1', 'Fedor Shchukin, Kiiv'],
    ['Αθήνα', 'latin-1', 'Athina'],
    ['مُحَمَّد', 'win-ansi', 'mhmd'],
    ['דוד', 'win-ansi', 'dvd'],
    ['李明 👍🏽 👨‍👩‍👧 ❤️!', 'latin-1', '? ? ? ?!'],
    ['\u200b\u202e \u2060', 'latin-1', ''],
    ['half \ud800 a pair', 'latin-1', 'half ? a pair'],
  ];
  for (const [text, charset, expected] of cases) {
    it(`of ${JSON.stringify(text)} in ${charset} is ${JSON.stringify(expected)}`, () => {
      assert.equal(plainText(text, charset), expected);
    });
  }

  it('has only characters of the set, for each character of Unicode, and none is lost that can be seen', () => {
    const sets: Record<Charset, RegExp> = {
      ascii: /^[ -~]+$/,
      'latin-1': /^[ -~\u00a1-\u00ff]+$/,
      'win-ansi': /^[ -~\u00a1-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+$/,
    };
    for (let code = 33; code <= 0x2fa1f; code++) {
      const character = String.fromCodePoint(code);
      const isVisible = !/[\s\p{M}\p{Cf}\p{Cc}\p{Z}]/u.test(character);
      for (const [charset, only] of Object.entries(sets) as [Charset, RegExp][]) {
        const plain = plainText(`x${character}`, charset).slice(1);
        if (plain !== '') assert.match(plain, only, `U+${code.toString(16)} in ${charset}`);
        // A mark of its own, such as `¨`, decomposes to a space with a mark.
        else if (isVisible)
          assert.match(character.normalize('NFKD'), /^ ?\p{M}*\u0640?$/u, `U+${code.toString(16)}`);
      }
    }
  });

  it('changes nothing the second time', () => {
    for (const [text, charset] of cases) {
      const once = plainText(text, charset);
      assert.equal(plainText(once, charset), once);
    }
  });
});
