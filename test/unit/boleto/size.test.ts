import assert from 'node:assert/strict';
import { build } from 'esbuild';

/** Bundles an entry for a browser, minified. A browser has no Node API: an import of one fails the build. */
async function bundled(contents: string) {
  const result = await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
  });
  const [output] = result.outputFiles;
  assert.ok(output);
  assert.doesNotMatch(output.text, /\b(process|Buffer|require|Date|Intl)\b/);
  const imports = Object.values(result.metafile.outputs).flatMap((file) => file.imports);
  assert.deepEqual(imports, []);
  const files = Object.keys(result.metafile.inputs).filter((file) => file !== '<stdin>');
  return { text: output.text, size: output.contents.length, files };
}

describe('the library alone, minified', () => {
  it('is less than 25 KB and imports only its own files', async () => {
    const { size, files } = await bundled("export * from './src/boleto/index.js'");
    assert.deepEqual(
      files.filter((file) => !file.startsWith('src/boleto/')),
      [],
    );
    assert.ok(size < 25_000, `${size} bytes`);
  });

  it('is less than 9 KB for those who only read', async () => {
    const { size } = await bundled("export { parse } from './src/boleto/index.js'");
    assert.ok(size < 9_000, `${size} bytes`);
  });

  it('reads a boleto without a Node API, a clock or a time zone', async () => {
    const { text } = await bundled(`
      import { parse } from './src/boleto/index.js';
      globalThis.read = (text) => parse(text, { referenceDate: '2026-11-24' });
    `);
    const scope: { read?: (text: string) => { dueDate: string | null } } = {};
    // Only what a browser has besides the language stays visible.
    new Function('globalThis', 'process', 'require', 'Buffer', 'Date', 'Intl', text)(scope);
    assert.equal(
      scope.read?.('23793.38128 60000.000004 01000.972107 7 16770000002000').dueDate,
      '2026-12-31',
    );
  });
});
