import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as boleto from '../../../src/boleto/index.js';

interface Example {
  readonly file: string;
  readonly code: string;
  /** JavaScript of the value that the docstring shows, with `…` in place of fields that it leaves out. */
  readonly expected: string;
}

describe('examples in docstrings and docs/boleto.md', () => {
  const files = readdirSync('src/boleto', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('slip'))
    .map((file) => `src/boleto/${file}`)
    .sort();
  const docstrings = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/@example\n((?:\s*\* .*\n)+)/g)].map(([, block = '']) => ({
      file,
      text: block.replaceAll(/^\s*\* /gm, ''),
    })),
  );
  const page = [...readFileSync('docs/boleto.md', 'utf8').matchAll(/```ts\n(?!import)([\s\S]*?)```/g)].map(
    ([, text = '']) => ({ file: 'docs/boleto.md', text }),
  );
  const examples = [...docstrings, ...page].flatMap(({ file, text }) => examplesOf(file, text));

  it('exist', () => assert.ok(examples.length >= 20, `${examples.length} examples`));

  for (const { file, code, expected } of examples) {
    it(`${file}: ${code.slice(0, 60)}`, async () => {
      const own = file.endsWith('.ts') ? await import(`../../../${file}`) : {};
      const actual = evaluate(code, own);
      const shown = evaluate(expected.replace(/, … \}/, ' }'));
      if (expected.includes('…')) {
        for (const [name, value] of Object.entries(shown as object)) {
          assert.deepEqual((actual as Record<string, unknown>)[name], value, name);
        }
      } else {
        assert.deepEqual(actual, shown);
      }
    });
  }
});

/** Splits lines of code, each of which has its value after `//`, on the same line or on the lines below. */
function examplesOf(file: string, text: string): Example[] {
  const joined = text.replaceAll(/\n\/\/ ([{['])/g, ' // $1').replaceAll(/\n\/\/ */g, ' ');
  return joined
    .trim()
    .split('\n')
    .map((line) => {
      const split = line.indexOf(' // ');
      assert.notEqual(split, -1, `${file}: no value beside ${line}`);
      return { file, code: line.slice(0, split), expected: line.slice(split + 4) };
    });
}

/** @param own exports of the file that the example is from, which need not be the library's */
function evaluate(code: string, own: object = {}): unknown {
  const scope = { ...own, ...boleto };
  return new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));
}
