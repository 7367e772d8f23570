import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Compiler, openCompiler } from '../../../scripts/mutants/compiler.js';
import { mutantsOf, withSwitches } from '../../../scripts/mutants/mutate.js';

describe('mutants', () => {
  const examples: [string, string[]][] = [
    ['a && b;', ['a && b -> (a)', 'a && b -> (b)']],
    ['a ?? b;', ['a ?? b -> (a)']],
    ['a < b;', ['a < b -> a <= b', 'a < b -> a >= b']],
    ['!a;', ['!a -> (a)']],
    ['if (a) b;', ['a -> false', 'a -> true']],
    ['while (a) b;', ['a -> false']],
    ['a ? b : c;', ['a -> false', 'a -> true']],
    ['a();', ['a() -> undefined']],
    ['await a();', ['await a() -> undefined']],
    ['b = a.filter(c).length;', ['a.filter(c) -> a']],
    ['b = a?.filter(c).length;', []],
    ['b = a.some(c);', ['a.some(c) -> a.every(c)']],
    ['b = a.toString(c);', []],
    ['a = 1;', ['1 -> (1 + 1)']],
    ["a = ['b', '', true];", ["'b' -> ''", "'' -> 'changed'", 'true -> false']],
    ["import a from 'a'; type B = 'b'; let c = { 'd': a };", []],
    ["throw new Error('a sentence');", []],
  ];
  let folder: string;
  let compiler: Compiler;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mutants-'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ include: ['src'] }));
    for (const [index, [text]] of examples.entries()) {
      writeFileSync(join(folder, `src/${index}.ts`), text);
    }
    compiler = openCompiler(folder);
  });
  after(() => {
    compiler.close();
    rmSync(folder, { recursive: true });
  });

  for (const [index, [text, expected]] of examples.entries()) {
    it(`of ${text} are ${expected.join(', ') || 'none'}`, () => {
      const mutants = mutantsOf(compiler.parse(`src/${index}.ts`));
      assert.deepEqual(
        mutants.map(({ start, end, after }) => `${text.slice(start, end)} -> ${after}`),
        expected,
      );
    });
  }

  it('are written beside what they replace, one inside the other', () => {
    const mutants = [
      { start: 0, end: 6, after: '(a)' },
      { start: 0, end: 6, after: '(1)' },
      { start: 5, end: 6, after: '(1 + 1)' },
    ];
    assert.equal(
      withSwitches('a && 1;', mutants, 7),
      '(__mutant(7) ? (a) : __mutant(8) ? (1) : a && (__mutant(9) ? (1 + 1) : 1));',
    );
  });

  it('are refused where the compiler finds a wrong type', () => {
    assert.equal(compiler.refuses('src/0.ts', 'export const a: number = true;'), true);
    assert.equal(compiler.refuses('src/0.ts', 'export const a: number = 2;'), false);
  });
});
