// Bundles every function of src/service/functions to build/service/<function>.js, ready to be zipped.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const functions = join(root, 'src/service/functions');
const migrations = join(root, 'src/service/database/migrations');
const output = join(root, 'build/service');

/**
 * The function that reads a folder of migrations. It is TypeScript, which Node 20 cannot load, so it is bundled first.
 */
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

/** Prints one sentence for a mistake in the folder, in place of a stack trace through the bundled module. */
function readOrEnd() {
  try {
    return readMigrationFiles(migrations);
  } catch (error) {
    console.error(`Error: ${error.message}`);
    process.exit(1);
  }
}

/**
 * Replaces the module that reads the folder of migrations with the list of migrations: the bundle has no such folder.
 */
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

/** Replaces the module that reads the version from package.json, which the bundle does not have either. */
const staticVersion = {
  name: 'static-version',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]service[\\/]version\.ts$/ }, () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      return { contents: `export const version = ${JSON.stringify(version)};`, loader: 'js' };
    });
  },
};

/** Leaves out umzug's own command line, which no function runs: it is 450 KB of umzug's 520. */
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

/** Adds the export `Umzug`: in a bundle, a CommonJS package has no named exports for a dynamic import. */
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
  // The zip contains shared code once, and a function loads an AWS client only when a request needs it.
  splitting: true,
  format: 'esm',
  platform: 'node',
  // esbuild can drop unused operations from the ES module builds of the AWS clients.
  mainFields: ['module', 'main'],
  target: 'node20',
  minify: true,
  legalComments: 'none',
  // In a deploy node_modules is a link. Its real path must not be in the output.
  preserveSymlinks: true,
  // CommonJS packages call `require`, which an ES module does not have.
  banner: {
    js: "import{createRequire as sbwCreateRequire}from'node:module';const require=sbwCreateRequire(import.meta.url);",
  },
  plugins: [staticMigrations, staticVersion, namedUmzug, withoutCommandLine],
  logLevel: 'warning',
});
writeFileSync(join(output, 'package.json'), '{"type":"module"}\n');
// `sbw plan` reads the migrations of the new release from this file: it can only ask the function in service.
writeFileSync(
  join(output, 'migrations.json'),
  `${JSON.stringify(
    migrationFiles.map(({ name }) => name),
    null,
    2,
  )}\n`,
);
