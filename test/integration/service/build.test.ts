import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const FUNCTIONS = [
  'administer',
  'check-database',
  'create-boleto',
  'describe-service',
  'index-boletos',
  'manage-configurations',
  'migrate-database',
  'process-boletos-to-register',
  'register-boleto',
  'rotate-password',
  'show-boleto',
  'show-payer-page',
  'update-boleto',
];

describe('npm run build:service', () => {
  const base = mkdtempSync(join(tmpdir(), 'sbw-build-'));
  let output: string;

  /** Copies the project's sources to another folder and links the dependencies, as a deploy does. */
  function copyTo(folder: string): string {
    const tree = join(base, folder);
    mkdirSync(tree, { recursive: true });
    for (const part of ['src', 'scripts', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, part), join(tree, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    return tree;
  }
  function build(tree: string): string {
    execFileSync('npm', ['run', '--silent', 'build:service'], { cwd: tree });
    return join(tree, 'build/service');
  }
  const contentsOf = (folder: string) =>
    Object.fromEntries(
      readdirSync(folder)
        .sort()
        .map((file) => [
          file,
          createHash('sha256')
            .update(readFileSync(join(folder, file)))
            .digest('hex'),
        ]),
    );

  before(() => {
    output = build(copyTo('one'));
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  it('writes one file for each function, with its handler', async () => {
    const own = readdirSync(output).filter((file) => FUNCTIONS.includes(file.replace(/\.js$/, '')));
    assert.deepEqual(
      own.sort(),
      FUNCTIONS.map((name) => `${name}.js`),
    );
    for (const name of FUNCTIONS) {
      const loaded: { handler?: unknown } = await import(join(output, `${name}.js`));
      assert.equal(typeof loaded.handler, 'function', name);
    }
  });

  it('writes the same bytes in any folder', () => {
    assert.deepEqual(contentsOf(build(copyTo('two/deeper'))), contentsOf(output));
  });

  it('writes no path of the machine', () => {
    for (const file of readdirSync(output)) {
      const text = readFileSync(join(output, file), 'utf8');
      assert.ok(!text.includes(base) && !text.includes(root) && !text.includes('node_modules'), file);
    }
  });

  it('writes less than 1.1 MB', () => {
    const bytes = readdirSync(output).reduce((sum, file) => sum + readFileSync(join(output, file)).length, 0);
    assert.ok(bytes < 1_100_000, `${bytes} bytes`);
  });

  it('writes functions that load no AWS client before a request needs it', () => {
    for (const name of FUNCTIONS) {
      const clients = loadedAtOnce(join(output, `${name}.js`)).filter((file) =>
        /AmazonSQS|TrentService|DynamoDB_2012/.test(readFileSync(file, 'utf8')),
      );
      assert.deepEqual(clients, [], name);
    }
    const all = readdirSync(output).map((file) => readFileSync(join(output, file), 'utf8'));
    assert.ok(
      all.some((text) => text.includes('AmazonSQS')),
      'the bundle contains the client by that name',
    );
  });

  it('bundles no SQL parser: the lint runs where migrations are written', () => {
    const isParser = (text: string) => text.includes('wasm_parse_query');
    const parser = createRequire(import.meta.url).resolve('libpg-query');
    assert.ok(isParser(readFileSync(parser, 'utf8')), 'the parser contains that name');
    const files = readdirSync(output);
    assert.deepEqual(
      files.filter((file) => file.endsWith('.wasm') || isParser(readFileSync(join(output, file), 'utf8'))),
      [],
    );
  });

  it('writes functions that load the slip module only on demand', () => {
    const isDrawing = (file: string) => readFileSync(file, 'utf8').includes('Recibo do pagador');
    assert.ok(readdirSync(output).some((file) => isDrawing(join(output, file))));
    for (const name of FUNCTIONS) {
      const loaded = loadedAtOnce(join(output, `${name}.js`));
      assert.ok(loaded.length > 1, `${name} imports nothing`);
      assert.deepEqual(loaded.filter(isDrawing), [], name);
    }
  });

  it('fails if there are no migrations', () => {
    const tree = copyTo('without-migrations');
    const folder = join(tree, 'src/service/database/migrations');
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build:service'], {
      cwd: tree,
      encoding: 'utf8',
    });
    assert.notEqual(status, 0);
    assert.match(stderr, /^Error: There is no migration in .*migrations\.$/m);
  });
});

/** Returns a file and all that it imports at once, that is, not by `import()`. */
function loadedAtOnce(file: string, seen = new Set<string>()): string[] {
  if (!seen.has(file)) {
    seen.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g);
    for (const [, next] of imports) loadedAtOnce(join(dirname(file), next ?? ''), seen);
  }
  return [...seen];
}
