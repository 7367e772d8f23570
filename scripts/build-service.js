// Bundles every function of src/service/functions to build/service/<function>.js, ready to be zipped.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const functions = join(root, 'src/service/functions');
const migrations = join(root, 'src/service/database/migrations');
const output = join(root, 'build/service');

/** One function names and sorts migrations, here as everywhere. It is TypeScript, which Node 20 does not read. */
const { outputFiles } = await build({
  entryPoints: [join(root, 'src/migrations/files.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { readMigrationFiles } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
const migrationFiles = readOrEnd();

/** A mistake in the folder is one sentence, not a trace through the module above. */
function readOrEnd() {
  try {
    return readMigrationFiles(migrations);
  } catch (error) {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  }
}

/** In a bundle there is no folder of migrations to read, so the module that reads it becomes the list itself. */
const staticMigrations = {
  name: 'static-migrations',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]service[\\/]database[\\/]migration-files\.ts$/ }, () => {
      const modules = migrationFiles.filter(({ kind }) => kind === 'ts').map(({ name }) => name);
      const imports = modules.map((name, index) => `import * as m${index} from './migrations/${name}.ts';\n`);
      const items = migrationFiles.map((file) =>
        file.kind === 'ts'
          ? `{ ...${JSON.stringify(file)}, module: m${modules.indexOf(file.name)} }`
          : JSON.stringify(file),
      );
      return {
        contents: `${imports.join('')}export const migrationFiles = [${items.join(',')}];`,
        resolveDir: join(migrations, '..'),
        loader: 'js',
      };
    });
  },
};

/** Nor is there a package.json to read the version from. */
const staticVersion = {
  name: 'static-version',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]service[\\/]version\.ts$/ }, () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      return { contents: `export const version = ${JSON.stringify(version)};`, loader: 'js' };
    });
  },
};

/** umzug's own command line, which the function never runs, is 450 KB of umzug's 520. */
const withoutCommandLine = {
  name: 'without-command-line',
  setup(bundle) {
    bundle.onResolve({ filter: /^@rushstack\/ts-command-line$/ }, ({ path }) => ({
      path,
      namespace: 'without-command-line',
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'without-command-line' }, () => ({
      contents: 'export class CommandLineParser {}\nexport class CommandLineAction {}',
      loader: 'js',
    }));
  },
};

/** A CommonJS package that is imported when it is needed has no named exports in a bundle; this module names the one. */
const namedUmzug = {
  name: 'named-umzug',
  setup(bundle) {
    bundle.onResolve({ filter: /^umzug$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'named-umzug' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'named-umzug' }, () => ({
      contents: "export { Umzug } from 'umzug';",
      resolveDir: root,
      loader: 'js',
    }));
  },
};

rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: readdirSync(functions)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => join('src/service/functions', file)),
  outdir: output,
  bundle: true,
  // Shared code is in the zip once, and what a request does not use (an AWS client) is not even read.
  splitting: true,
  format: 'esm',
  platform: 'node',
  // The ES module builds of the AWS clients let go of the operations that nobody calls.
  mainFields: ['module', 'main'],
  target: 'node20',
  minify: true,
  legalComments: 'none',
  // Deployed from a clean tree, node_modules is a link; its real path must not reach the output.
  preserveSymlinks: true,
  // CommonJS packages inside an ES module ask for the require that it lacks.
  banner: {
    js: "import{createRequire as sbwCreateRequire}from'node:module';const require=sbwCreateRequire(import.meta.url);",
  },
  plugins: [staticMigrations, staticVersion, namedUmzug, withoutCommandLine],
  logLevel: 'warning',
});
writeFileSync(join(output, 'package.json'), '{"type":"module"}\n');
// For sbw plan, which asks the function in service what is applied, and cannot ask the new one.
writeFileSync(
  join(output, 'migrations.json'),
  `${JSON.stringify(
    migrationFiles.map(({ name }) => name),
    null,
    2,
  )}\n`,
);
