import assert from 'node:assert/strict';
import { decode, type Format, formatOf } from '../../../../../src/cli/credstash/formats/index.js';
import { readDotenv, readShell } from './readers.js';

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
