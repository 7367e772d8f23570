import assert from 'node:assert/strict';
import {
  decode,
  encode,
  FORMATS,
  type Format,
  variableName,
} from '../../../../../src/cli/credstash/formats/index.js';
import { skipBecause } from '../../../../support/skip.js';
import {
  hasPython,
  hasPythonYaml,
  readDotenv,
  readJson,
  readPythonCsv,
  readPythonYaml,
  readShell,
  readYaml,
  readYaml11,
} from './readers.js';
import { ODD, randomly, randomValue } from './values.js';

type Reader = (text: string) => Record<string, string>;

/** Returns the value that the reader finds; undefined if the format refused it. */
function carried(format: Format, value: string, read: Reader): string | undefined {
  let text: string;
  try {
    text = encode(
      format,
      new Map([
        ['SECRET', value],
        ['ZZ_NEXT', '\'"`'[value.length % 3] ?? ''],
      ]),
    );
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'NOT_REPRESENTABLE');
    return undefined;
  }
  return read(text).SECRET;
}

const own =
  (format: Format): Reader =>
  (text) =>
    Object.fromEntries(decode(format, text));

const readers: readonly (readonly [string, Format, Reader])[] = [
  ['JSON.parse', 'json', readJson],
  ['yaml as of YAML 1.2', 'yaml', readYaml],
  ['yaml as of YAML 1.1', 'yaml', readYaml11],
  ['dotenv', 'dotenv', readDotenv],
  ...FORMATS.map((format) => [`sbw from ${format}`, format, own(format)] as const),
];

describe('formats', () => {
  for (const [reader, format, read] of readers) {
    for (const [oddity, value] of Object.entries(ODD)) {
      it(`${reader} reads ${oddity}`, () => {
        assert.equal(carried(format, value, read), value);
      });
    }

    it(`${reader} reads 3,000 random texts, or ${format} refuses them`, () => {
      const random = randomly(20_261_124);
      let refused = 0;
      for (let round = 0; round < 3000; round++) {
        const value = randomValue(random);
        const got = carried(format, value, read);
        if (got === undefined) refused++;
        else assert.equal(got, value);
      }
      if (format === 'dotenv') assert.ok(refused < 750, `${refused} were refused`);
      else assert.equal(refused, 0);
    });
  }

  const many = (): Map<string, string> => {
    const random = randomly(7);
    const values = Object.values(ODD).concat(Array.from({ length: 1000 }, () => randomValue(random)));
    return new Map(values.map((value, index) => [`V${index}`, value]));
  };

  for (const shell of ['sh', 'dash', 'bash', 'zsh']) {
    it(`${shell} reads every odd text and 1,000 random ones`, function () {
      const secrets = many();
      let got: Record<string, string>;
      try {
        got = readShell(encode('shell', secrets), shell);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT')
          skipBecause(this, `there is no ${shell} here`);
        throw error;
      }
      for (const [name, value] of secrets) assert.equal(got[name], value);
    });
  }

  it('the csv module of Python reads every odd text and 1,000 random ones', function () {
    if (!hasPython) skipBecause(this, 'there is no python3 here');
    const secrets = many();
    assert.deepEqual(readPythonCsv(encode('csv', secrets)), Object.fromEntries(secrets));
  });

  it('PyYAML reads every odd text and 1,000 random ones', function () {
    if (!hasPythonYaml) skipBecause(this, 'there is no PyYAML here');
    const secrets = many();
    assert.deepEqual(readPythonYaml(encode('yaml', secrets)), Object.fromEntries(secrets));
  });

  it('json is byte for byte what credstash prints', () => {
    const secrets = new Map([
      ['b', 'é🔑\u007f'],
      ['a', '"\n'],
      ['10', 'x'],
    ]);
    assert.equal(
      encode('json', secrets),
      '{\n    "10": "x",\n    "a": "\\"\\n",\n    "b": "\\u00e9\\ud83d\\udd11\\u007f"\n}\n',
    );
    assert.equal(encode('json', new Map()), '{}\n');
  });

  it('json, yaml and csv carry every odd name unaltered', () => {
    const secrets = new Map<string, string>(Object.values(ODD).map((text) => [text, 'x'])).set(
      'n'.repeat(2000),
      'y',
    );
    for (const format of ['json', 'yaml', 'csv'] as const) {
      const got = decode(format, encode(format, secrets));
      assert.deepEqual([...got].sort(), [...secrets].sort(), format);
    }
  });

  it('refuses a NUL that the format cannot carry, without printing the value', () => {
    for (const format of ['csv', 'dotenv', 'shell'] as const) {
      assert.throws(
        () => encode(format, new Map([['a', 'hunter\0']])),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'NOT_REPRESENTABLE');
          assert.match(error.message, /^[aA]: .* cannot carry a NUL\. Use json, which carries every text\.$/);
          return true;
        },
      );
    }
    for (const format of ['json', 'yaml'] as const) {
      assert.equal(decode(format, encode(format, new Map([['a', 'x\0y']]))).get('a'), 'x\0y');
    }
  });

  it('refuses a value that dotenv has no quotes for', () => {
    const allQuotes = `x'"\``;
    for (const value of [`${allQuotes}\n`, `${allQuotes} `, ` ${allQuotes}`, `'"\``, `${allQuotes}#`]) {
      assert.throws(() => encode('dotenv', new Map([['a', value]])), {
        code: 'NOT_REPRESENTABLE',
        exitCode: 2,
      });
    }
    assert.equal(encode('dotenv', new Map([['a', allQuotes]])), `A=${allQuotes}\n`);
  });

  it('sorts names by code point, not by UTF-16', () => {
    const names = ['🔑', '\uffff', 'b', 'a'].map((name): [string, string] => [name, '']);
    assert.equal(encode('csv', new Map(names)), 'a,""\nb,""\n\uffff,""\n🔑,""\n');
  });
});

describe('variable names', () => {
  it('are upper case, with an underscore for every other character', () => {
    assert.equal(variableName('database/password'), 'DATABASE_PASSWORD');
    assert.equal(variableName('partner.api-key'), 'PARTNER_API_KEY');
    assert.equal(variableName('2fa'), '_2FA');
    assert.equal(variableName('straße🔑'), 'STRA_E_');
  });

  it('of two secrets must not be the same', () => {
    const secrets = new Map([
      ['a/b', '1'],
      ['a.b', '2'],
    ]);
    assert.throws(() => encode('shell', secrets), {
      code: 'VARIABLE_COLLISION',
      message:
        '"a/b" and "a.b" would both become the variable A_B. Choose between them with --prefix, or rename one.',
    });
  });
});

describe('a secret whose whole name is the prefix', () => {
  it('has no variable', () => {
    assert.throws(() => encode('dotenv', new Map([['', 'hunter2']])), {
      code: 'NO_VARIABLE',
      message:
        'The prefix is the whole name of a secret, so that no variable is left of it. Pass a shorter --prefix.',
    });
  });
});
