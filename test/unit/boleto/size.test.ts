import assert from 'node:assert/strict';
import { build } from 'esbuild';

describe('the library alone, minified', () => {
  it('is less than 25 KB and imports only its own files', async () => {
    const result = await build({
      entryPoints: ['src/boleto/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      // A browser has no Node API: an import of one fails this build.
      platform: 'browser',
      metafile: true,
      write: false,
    });
    const inputs = Object.keys(result.metafile.inputs);
    assert.deepEqual(
      inputs.filter((file) => !file.startsWith('src/boleto/')),
      [],
    );
    const imports = Object.values(result.metafile.outputs).flatMap((output) => output.imports);
    assert.deepEqual(imports, []);
    const [output] = result.outputFiles;
    assert.ok(output && output.contents.length < 25_000, `${output?.contents.length} bytes`);
    assert.doesNotMatch(output.text, /\b(process|Buffer|require|Date|Intl)\b/);
  });
});
