import assert from 'node:assert/strict';
import { plainWords } from '../../../src/chat/plain-words.js';

describe('plainWords', () => {
  const readings: [string, string][] = [
    ['  Sharon   help  ', 'help'],
    ['SHARON: help!', 'help'],
    ['@sharon, help.', 'help'],
    ['sharon', 'sharon'],
    ['roberto help', 'roberto help'],
    ['"sharon help"', 'help'],
    ['deploy "a" to "b"', 'deploy a to b'],
    ['"a" to "b"', 'a to b'],
    ['\'a\' `b` *c* “d” ‘e’ «f» "g"', 'a b c d e f g'],
    ['"a\' ""', '"a\' ""'],
    ['so\u00adft ze\u200bro \ufeffmark', 'soft zero mark'],
  ];
  for (const [text, words] of readings) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(plainWords(text, ['Sharon']), words);
    });
  }
});
