import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const index = fileURLToPath(new URL('../../../src/credstash/index.ts', import.meta.url));

/** Bundles one export as the bundle of a function does, without the SDK. */
async function bundle(name: string): Promise<{ text: string; imports: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from ${JSON.stringify(index)};`, resolveDir: '.', loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out',
    external: ['@aws-sdk/*'],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
  });
  const [output] = Object.values(metafile.outputs);
  const imports = new Set(output?.imports.map(({ path }) => path));
  return { text: outputFiles[0]?.text ?? '', imports: [...imports].sort() };
}

describe('a bundle of credstash', () => {
  it('imports only the two AWS clients and Node', async () => {
    assert.deepEqual((await bundle('createCredstash')).imports, [
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-kms',
      'node:buffer',
      'node:crypto',
      'node:timers/promises',
    ]);
  });

  it('contains only commands that read, for createReader', async () => {
    const { text } = await bundle('createReader');
    const commands = text.match(/\b\w+Command\b/g) ?? [];
    assert.deepEqual([...new Set(commands)].sort(), ['DecryptCommand', 'GetItemCommand', 'QueryCommand']);
  });

  it('has less than 10 KB for createReader and 20 KB for createCredstash', async () => {
    const [reader, all] = [await bundle('createReader'), await bundle('createCredstash')];
    assert.ok(reader.text.length < 10_000, `${reader.text.length} bytes`);
    assert.ok(all.text.length < 20_000, `${all.text.length} bytes`);
  });
});
