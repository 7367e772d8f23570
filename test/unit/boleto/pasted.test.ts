import assert from 'node:assert/strict';
import { formatDigitableLine, parse, toBarcode, toDigitableLine } from '../../../src/boleto/index.js';

const today = { referenceDate: '2026-11-24' };
const line = '23793381286000000000401000972107716770000002000';
const barcode = '23797167700000020003381260000000000100097210';
const printed = '23793.38128 60000.000004 01000.972107 7 16770000002000';

describe('a line as people paste it', () => {
  const droppedOf = (text: string) => {
    const parsed = parse(text, today);
    assert.equal(parsed.barcode, barcode);
    assert.equal(parsed.digitableLine, line);
    assert.equal(toBarcode(text), barcode);
    assert.equal(formatDigitableLine(text), printed);
    return parsed.warnings;
  };

  for (const [what, character] of [
    ['a zero width space', '\u200b'],
    ['a zero width joiner', '\u200d'],
    ['a left-to-right mark', '\u200e'],
    ['a right-to-left embedding', '\u202b'],
    ['a first strong isolate', '\u2068'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a word joiner', '\u2060'],
    ['a variation selector', '\ufe0f'],
    ['a combining grapheme joiner', '\u034f'],
    ['the end of transmission of a scanner', '\u0004'],
    ['a hyphen', '\u2010'],
    ['a non-breaking hyphen', '\u2011'],
    ['a figure dash', '\u2012'],
    ['an en dash', '\u2013'],
    ['an em dash', '\u2014'],
    ['a horizontal bar', '\u2015'],
    ['a minus sign', '\u2212'],
    ['a small hyphen-minus', '\ufe63'],
    ['a full-width hyphen-minus', '\uff0d'],
    ['a hyphen bullet', '\u2043'],
    ['a middle dot', '\u00b7'],
    ['a bullet', '\u2022'],
    ['a one dot leader', '\u2024'],
    ['a hyphenation point', '\u2027'],
    ['a dot operator', '\u22c5'],
    ['an ideographic full stop', '\u3002'],
    ['a full-width full stop', '\uff0e'],
  ] as const) {
    it(`may have ${what} anywhere, and the result says so`, () => {
      const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      const text = `${character}${printed.replace('.', character)}${character}`;
      assert.deepEqual(droppedOf(text), [{ code: 'TEXT_DROPPED', message: `ignored ${name}` }]);
    });
  }

  for (const space of [' ', '\t', '\n', '\r\n', '\u00a0', '\u2009', '\u202f', '\u3000', '.', '-']) {
    it(`may have ${JSON.stringify(space)} anywhere without a word`, () => {
      assert.deepEqual(droppedOf(`${space}${printed.replace(' ', space + space)}${space}`), []);
    });
  }

  for (const [text, dropped] of [
    [`Linha digitável: ${printed}`, '"Linha digitável:"'],
    [`LINHA DIGITÁVEL:${line}`, '"LINHA DIGITÁVEL:"'],
    [`Código de barras – ${printed}`, 'U+2013, "Código de barras –"'],
    [`“${printed}”`, '"“", "”"'],
    [`'${line}'.`, '"\'", "\'."'],
    [`*${printed}*`, '"*", "*"'],
    [`> ${printed}`, '">"'],
    [`\u202aLinha digitável\u202c: ${printed}`, 'U+202A, U+202C, "Linha digitável:"'],
    [`Segue o boleto 🙂\n${printed}\nObrigada!`, '"Segue o boleto 🙂", "Obrigada!"'],
  ] as const) {
    it(`may stand in ${JSON.stringify(text.replace(/\d.*\d/, '…'))}`, () => {
      assert.deepEqual(droppedOf(text), [{ code: 'TEXT_DROPPED', message: `ignored ${dropped}` }]);
    });
  }

  it('shows at most forty characters of the text around it', () => {
    const [warning] = droppedOf(`${'Fulano de Tal, '.repeat(9000)}: ${line} ${'x'.repeat(9000)}`);
    assert.equal(
      warning?.message,
      `ignored "Fulano de Tal, Fulano de Tal, Fulano de …", "${'x'.repeat(40)}…"`,
    );
  });

  it('may have digits of full width', () => {
    const wide = printed.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    assert.deepEqual(droppedOf(wide), []);
  });

  it('may be a barcode, too', () => {
    const text = `Código de barras: ${barcode.slice(0, 20)}\u200b${barcode.slice(20)}`;
    assert.equal(parse(text, today).barcode, barcode);
    assert.equal(toDigitableLine(text), line);
  });

  for (const [what, text] of [
    ['a letter between digits', `${line.slice(0, 9)}O${line.slice(10)}`],
    ['a letter that touches the first digit', `l${line}`],
    ['a letter that touches the last digit', `${line}O`],
    ['a word between digits', `${line.slice(0, 9)} e ${line.slice(9)}`],
    ['an amount after it', `${line} R$ 20,00`],
    ['a comma between digits', printed.replace('.', ',')],
    ['an emoji between digits', printed.replace(' ', '🙂')],
    ['one digit', 'Linha digitável: 2'],
    ['no digit', 'Linha digitável:'],
    ['Arabic digits', line.replace('0', '\u0660')],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parse(text, today), { code: 'NOT_DIGITS', field: 'text' });
      assert.throws(() => toBarcode(text), { code: 'NOT_DIGITS', field: 'digitableLine' });
    });
  }

  it('is refused beside a second line', () => {
    for (const text of [`${line}\n${line}`, `${printed} ${barcode}`]) {
      assert.throws(() => parse(text, today), { code: 'WRONG_LENGTH', limit: '44 or 47' });
    }
  });

  it('takes time in proportion to its length, also where it is refused', () => {
    for (const text of [
      `${' x'.repeat(200_000)}${line}`,
      '1 '.repeat(200_000),
      `${'2 x '.repeat(100_000)}3`,
    ]) {
      try {
        parse(text, today);
      } catch (error) {
        assert.match(String(error), /NOT_DIGITS|BoletoError/);
      }
    }
  });
});

// mrmgomes/boleto-utils has this line of a credit card, whose boleto has neither due date nor amount.
describe('a line without the zeros at its end', () => {
  const whole = '23794150099001980167035000211405700000000000000';
  const code = '23797000000000000004150090019801673500021140';

  for (const digits of [33, 34, 36, 37, 43, 46]) {
    it(`is read with ${digits} digits, and the result says so`, () => {
      const text = whole.slice(0, digits);
      const { warnings, ...parsed } = parse(text, today);
      const { warnings: none, ...expected } = parse(whole, today);
      assert.deepEqual(parsed, expected);
      assert.deepEqual(none, []);
      assert.deepEqual(warnings, [
        { code: 'ZEROS_ADDED', message: `added zeros: the line has ${digits} digits of 47` },
      ]);
      assert.equal(toBarcode(text), code);
      assert.equal(formatDigitableLine(text), formatDigitableLine(whole));
    });
  }

  it('is refused with 44 digits that are a barcode as well', () => {
    const error = { code: 'WRONG_LENGTH', field: 'text', limit: 47 };
    assert.throws(() => parse(whole.slice(0, 44), today), error);
  });

  // The amount is left out; the due date 2026-12-31 has the factor 1677. Field 5 is what a line of 2000 cents has before
  // its amount, so its general check digit is another one.
  it('is read with a due date and without an amount', () => {
    const open = toDigitableLine(withGeneralDigit(`2379?1677${'0'.repeat(10)}${barcode.slice(19)}`));
    for (const length of [37, 38, 45]) {
      const parsed = parse(open.slice(0, length), today);
      assert.deepEqual([parsed.digitableLine, parsed.amount, parsed.dueDate], [open, 0, '2026-12-31']);
    }
  });

  it('is refused if its amount lost digits', () => {
    for (const length of [33, 37, 40, 43, 44, 45, 46]) {
      assert.throws(() => parse(line.slice(0, length), today), /WRONG_LENGTH|WRONG_CHECK_DIGIT|BoletoError/);
    }
  });

  it('is refused with fewer digits than its check digit', () => {
    assert.throws(() => parse(whole.slice(0, 32), today), { code: 'WRONG_LENGTH', limit: '44 or 47' });
  });

  it('is refused where the zeros may also be missing on the left of an amount', () => {
    const { both, last } = twoReadings();
    assert.throws(() => parse(both, today), { code: 'WRONG_LENGTH' }, last);
  });
});

/** Returns a barcode with the general check digit in place of its question mark, by trying all. */
function withGeneralDigit(pattern: string): string {
  const codes = Array.from({ length: 10 }, (_, digit) => pattern.replace('?', String(digit)));
  return codes.find(isRead) ?? assert.fail('no check digit is right');
}

/** Returns a line of 37 digits that is right with zeros after its last field and with zeros before it. */
function twoReadings(): { both: string; last: string } {
  for (let factor = 1000; factor < 10_000; factor++) {
    const last = String(factor);
    const after = toDigitableLine(withGeneralDigit(`2379?${last}${'0'.repeat(10)}${barcode.slice(19)}`));
    const before = after.slice(0, 33) + last.padStart(14, '0');
    if (isRead(before)) return { both: after.slice(0, 37), last };
  }
  return assert.fail('there is no such line');
}

function isRead(text: string): boolean {
  try {
    return parse(text, today).kind === 'boleto';
  } catch {
    return false;
  }
}
