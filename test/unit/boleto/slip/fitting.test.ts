import assert from 'node:assert/strict';
import { fitted, fittedCode, shortened } from '../../../../src/boleto/slip/fitting.js';
import { textWidth } from '../../../../src/boleto/slip/helvetica.js';

const POINT = 25.4 / 72;
/** Height of lines in millimetres: 1.2 of their size. */
const heightOf = (lines: number, size: number) => lines * 1.2 * size * POINT;
/** A width of which the used 97 % hold this text at this size, and hardly more. */
const widthFor = (text: string, size: number, bold = false) => (textWidth(text, size, bold) + 1e-6) / 0.97;
const EPSILON = 1e-9;

describe('fitted', () => {
  it('keeps a text on one line at the largest size if it fits', () => {
    const space = { width: widthFor('Pagador', 8), height: heightOf(1, 8) + EPSILON };
    const block = { lines: ['Pagador'], size: 8, bold: false, leading: 8 * 1.2 * POINT };
    assert.deepEqual(fitted('payer', ['Pagador'], space, 8), block);
    const wide = { ...space, width: widthFor('Pagador', 8, true) };
    assert.deepEqual(fitted('payer', ['Pagador'], wide, 8, true), { ...block, bold: true });
  });

  it('tries a quarter of a point less until the text fits, in width and in height', () => {
    const low = { width: 100, height: heightOf(1, 7.5) + EPSILON };
    assert.equal(fitted('payer', ['Pagador'], low, 8).size, 7.5);
    assert.equal(fitted('payer', ['Pagador'], { ...low, height: heightOf(1, 7.5) - EPSILON }, 8).size, 7.25);
    const narrow = { width: widthFor('Pagador', 6.25), height: heightOf(1, 8) + EPSILON };
    assert.deepEqual(fitted('payer', ['Pagador'], narrow, 8).lines, ['Pagador']);
    assert.equal(fitted('payer', ['Pagador'], narrow, 8).size, 6.25);
  });

  it('uses 97 % of the width', () => {
    const space = { width: textWidth('Pagador', 8), height: heightOf(1, 8) + EPSILON };
    assert.equal(fitted('payer', ['Pagador'], space, 8).size, 7.75);
  });

  it('breaks between words, after the last one that fits', () => {
    const space = { width: widthFor('aa bb', 5), height: heightOf(3, 5) + EPSILON };
    assert.deepEqual(fitted('payer', ['aa bb cc dd'], space, 5).lines, ['aa bb', 'cc dd']);
    assert.deepEqual(fitted('payer', ['aa bb', 'c', 'dd'], space, 5).lines, ['aa bb', 'c', 'dd']);
    assert.deepEqual(fitted('payer', ['aa  bbb'], space, 5).lines, ['aa ', 'bbb']);
  });

  it('breaks inside a word only if the word is longer than a line', () => {
    const space = { width: widthFor('aaaa', 5), height: heightOf(4, 5) + EPSILON };
    assert.deepEqual(fitted('payer', ['aaaaaa'], space, 5).lines, ['aaaa', 'aa']);
    // A blank behind the first letter is a place to break, one before it is not.
    assert.deepEqual(fitted('payer', ['b aaaaa'], space, 5).lines, ['b', 'aaaa', 'a']);
    assert.deepEqual(fitted('payer', [' aaaaaa'], space, 5).lines, [' aaa', 'aaa']);
  });

  it('puts at least one letter on a line', () => {
    const space = { width: widthFor('i', 5), height: heightOf(3, 5) + EPSILON };
    assert.deepEqual(fitted('payer', ['WMi'], space, 5).lines, ['W', 'M', 'i']);
  });

  it('fits at 5 points, and refuses what needs smaller letters', () => {
    const height = heightOf(2, 5) + EPSILON;
    assert.equal(fitted('payer', ['a', 'b'], { width: 100, height }, 8).size, 5);
    assert.throws(() => fitted('payer', ['a', 'b'], { width: 100, height: heightOf(2, 5) - EPSILON }, 8), {
      name: 'BoletoError',
      code: 'TOO_LONG',
      field: 'payer',
      message: 'payer is longer than its place on the slip has room for',
    });
  });

  it('needs no room for no text', () => {
    assert.deepEqual(fitted('payer', [], { width: 10, height: 0 }, 8).lines, []);
  });
});

describe('fittedCode', () => {
  const lines = (code: string, first: string) =>
    fittedCode('pix', code, { width: widthFor(first, 5), height: heightOf(9, 5) + EPSILON }, 5).lines;

  it('breaks anywhere, and keeps every character', () => {
    assert.deepEqual(lines('aaaabbbbcc', 'aaaa'), ['aaaa', 'bbbb', 'cc']);
  });

  it('breaks neither behind a space nor in front of one', () => {
    assert.deepEqual(lines('aaaaa aaa', 'aaaaa '), ['aaaa', 'a aaa']);
    assert.deepEqual(lines('aaaaa aaa', 'aaaaa'), ['aaaa', 'a aaa']);
    assert.deepEqual(lines('aaa  aaaa', 'aaaa'), ['aa', 'a  aa', 'aa']);
  });

  it('breaks beside a space if there is nothing else', () => {
    assert.deepEqual(lines('a      a', 'a '), ['a', ' ', ' ', ' ', ' ', ' ', ' a']);
  });

  it('is never bold, and refuses a code that does not fit at 5 points', () => {
    const space = { width: widthFor('aaaa', 5), height: heightOf(2, 5) + EPSILON };
    assert.deepEqual(fittedCode('pix', 'aaaabbbb', space, 7), {
      lines: ['aaaa', 'bbbb'],
      size: 5,
      bold: false,
      leading: 6 * POINT,
    });
    assert.throws(() => fittedCode('pix', 'aaaabbbbc', space, 7), { code: 'TOO_LONG', field: 'pix' });
  });
});

describe('shortened', () => {
  const spaceFor = (line: string, lines: number) => ({
    width: widthFor(line, 5),
    height: heightOf(lines, 5) + EPSILON,
  });

  it('leaves a text alone that fits, at the largest size', () => {
    const space = { width: widthFor('Pagador', 8), height: heightOf(1, 8) + EPSILON };
    const block = { lines: ['Pagador'], size: 8, bold: false, leading: 9.6 * POINT };
    assert.deepEqual(shortened(['Pagador'], space, 8), block);
    const wide = { ...space, width: widthFor('Pagador', 8, true) };
    assert.deepEqual(shortened(['Pagador'], wide, 8, true), { ...block, bold: true });
  });

  it('cuts the last line that fits, at 5 points, and ends it with an ellipsis', () => {
    assert.deepEqual(shortened(['aaaabbbbcccc'], spaceFor('aaaa', 2), 8), {
      lines: ['aaaa', 'bb…'],
      size: 5,
      bold: false,
      leading: 6 * POINT,
    });
    const bold = { width: widthFor('b'.repeat(12), 5, true), height: heightOf(2, 5) + EPSILON };
    assert.deepEqual(shortened(['b'.repeat(40)], bold, 8, true).lines, [
      'b'.repeat(12),
      `${'b'.repeat(10)}…`,
    ]);
  });

  it('leaves no blank before the ellipsis', () => {
    assert.deepEqual(shortened(['aa bb cc dd'], spaceFor('aa bb', 1), 8).lines, ['aa…']);
  });

  it('leaves the later texts a line each, and gives the first ones the rest', () => {
    assert.deepEqual(shortened(['aaaabbbbcccc', 'dddd', 'ee'], spaceFor('aaaa', 4), 8).lines, [
      'aaaa',
      'bb…',
      'dddd',
      'ee',
    ]);
    assert.deepEqual(shortened(['aaaa', 'bbbbccccdddd'], spaceFor('aaaa', 3), 8).lines, [
      'aaaa',
      'bbbb',
      'cc…',
    ]);
    assert.deepEqual(shortened(['aaaabbbb', 'ccccdddd'], spaceFor('aaaa', 3), 8).lines, [
      'aaaa',
      'bbbb',
      'cc…',
    ]);
  });
});
