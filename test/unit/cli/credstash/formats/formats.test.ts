import assert from 'node:assert/strict';
import {
  decode,
  encode,
  FORMATS,
  type Format,
  formatOf,
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

describe('decode', () => {
  const refusals: readonly (readonly [Format, string, string])[] = [
    ['json', '{"a": 1}', '"a" must be a text in quotes.'],
    ['json', '{"a": "x", "a": "y"}', 'a name is there twice.'],
    ['json', '["a"]', 'it must be one object of names and texts.'],
    ['json', 'null', 'it must be one object of names and texts.'],
    ['json', '"a"', 'it must be one object of names and texts.'],
    ['json', '{"a": "hunter2', 'its syntax is wrong.'],
    ['yaml', 'a: 5432', '"a" must be a text; put quotes around it.'],
    ['yaml', 'a: x\na: y', '"a" is there twice.'],
    ['yaml', '? [a]\n: x', 'a name must be plain text.'],
    ['yaml', '- a', 'it must be one mapping of names and texts.'],
    ['yaml', 'a: "x', 'line 1: MISSING_CHAR.'],
    ['csv', 'a,b\nc\n', 'row 2 must have two fields, a name and a value.'],
    ['csv', 'a,b\nc,"d"e\n', 'row 2 has a quote out of place.'],
    ['csv', 'a,b\n\nc,d,e\n', 'row 3 must have two fields, a name and a value.'],
    ['csv', 'a,b\r\na,c\r\n', '"a" is there twice.'],
    ['dotenv', 'A=1\n\nB C=2\n', 'line 3 is not NAME=value.'],
    ['dotenv', "A='1' 2\n", 'line 1 is not NAME=value.'],
    [
      'shell',
      'A=1\nexport B=$(id)\n',
      'line 2 is more than NAME=value in quotes; sbw runs and expands nothing.',
    ],
    ['shell', 'A="$HOME"', 'line 1 is more than NAME=value in quotes; sbw runs and expands nothing.'],
    ['shell', 'A=1 rm -rf x', 'line 1 is more than NAME=value in quotes; sbw runs and expands nothing.'],
  ];
  for (const [format, text, reason] of refusals) {
    it(`refuses ${JSON.stringify(text)} as ${format}`, () => {
      assert.throws(() => decode(format, text), {
        code: 'FORMAT_UNREADABLE',
        exitCode: 2,
        message: `This is not the ${format} that sbw reads: ${reason}`,
      });
    });
  }

  it('reads dotenv and shell as people write them', () => {
    const dotenv = '# note\nexport A=one two # said\nB="x\\ny"\r\nC=\n\n D = \'q\'\n';
    assert.deepEqual(Object.fromEntries(decode('dotenv', dotenv)), readDotenv(dotenv));
    const shell = `# note\nexport A="x \\$y"; B=a\\ b\nexport C=un'quo'"ted"\nD=a#b#c # note\nE=\n`;
    assert.deepEqual(Object.fromEntries(decode('shell', shell)), {
      A: 'x $y',
      B: 'a b',
      C: 'unquoted',
      D: 'a#b#c',
      E: '',
    });
  });

  it('leaves out blank rows of csv, and keeps a row whose name and value are empty', () => {
    assert.deepEqual(
      [...decode('csv', 'a,b\n\n,\n')],
      [
        ['a', 'b'],
        ['', ''],
      ],
    );
    assert.equal(decode('csv', '').size, 0);
  });

  it('knows the format of a file by its ending', () => {
    for (const [file, format] of Object.entries({
      'a.json': 'json',
      'b/c.yaml': 'yaml',
      'x.tar.yml': 'yaml',
      'a.csv': 'csv',
      '.env': 'dotenv',
      'a.sh': 'shell',
    })) {
      assert.equal(formatOf(file), format, file);
    }
    for (const file of ['-', 'a.txt', 'a.toString', 'a.JSON']) {
      assert.throws(() => formatOf(file), {
        code: 'FORMAT_UNKNOWN',
        exitCode: 2,
        message: `What ${file} holds is not clear. Pass --format json|yaml|csv|dotenv|shell.`,
      });
    }
  });

  it('reads a file with a byte order mark', () => {
    for (const [format, text] of [
      ['json', '{"a": "x"}'],
      ['yaml', 'a: x'],
      ['csv', 'a,x'],
      ['dotenv', 'a=x'],
    ] as const) {
      assert.deepEqual([...decode(format, `\ufeff${text}`)], [['a', 'x']], format);
    }
  });

  it('reads each backslash of shell as a shell does', () => {
    const text = [
      'A="one\\\ntwo"',
      'B=one\\\ntwo',
      'C="a\\\\b \\n \\` \\" \\$ \\x"',
      "D='a\\\\b\\n'",
      'E=a\\\\b\\n\n',
    ].join('\n');
    const { A, B, C, D, E } = readShell(text.replaceAll(/^(?=[A-E]=)/gm, 'export '));
    assert.deepEqual(Object.fromEntries(decode('shell', text)), { A, B, C, D, E });
    assert.deepEqual([A, B, C, D, E], ['onetwo', 'onetwo', 'a\\b \\n ` " $ \\x', 'a\\\\b\\n', 'a\\bn']);
  });

  it('reads RFC 4180 as other programs write it', () => {
    assert.deepEqual(
      [...decode('csv', '\ufeffa,"b ""c"""\r\n"d\r\ne",f')],
      [
        ['a', 'b "c"'],
        ['d\r\ne', 'f'],
      ],
    );
  });

  it('reads a yaml anchor, and an unquoted name as it is written', () => {
    assert.deepEqual(
      [...decode('yaml', '010: &a "x"\ntrue: *a\n')],
      [
        ['010', 'x'],
        ['true', 'x'],
      ],
    );
  });
});
