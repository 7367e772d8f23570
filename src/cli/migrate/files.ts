import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.js';
import {
  type ExpectedMigration,
  type Migration,
  type MigrationFile,
  type MigrationModule,
  parseMigration,
  readMigrationFiles,
} from '../../migrations/index.js';

/**
 * Returns the migrations of a folder as a function that was built from it would have them; undefined when there are none.
 *
 * @param named whether the person named the folder: then an empty one is an error
 * @throws {SuperbowletoError} NO_MIGRATIONS when `named`
 */
export function expectedOf(folder: string, { named = false } = {}): ExpectedMigration[] | undefined {
  const files = named ? readMigrationFiles(folder) : findFiles(folder);
  return files?.map((file) => {
    const { name, checksum } = parseMigration(file, { up: unread });
    return { name, checksum };
  });
}

/** Reads the files of a folder; undefined when it has no migration. A person may have superbowleto.yml alone. */
export function findFiles(folder: string): MigrationFile[] | undefined {
  try {
    return readMigrationFiles(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'NO_MIGRATIONS') return undefined;
    throw error;
  }
}

/** Loads the migrations of a folder, to run them without the function. */
export async function loadMigrations(folder: string): Promise<Migration[]> {
  const loaded = readMigrationFiles(folder).map(async (file) =>
    parseMigration(file, file.kind === 'ts' ? await loadModule(join(folder, `${file.name}.ts`)) : {}),
  );
  return await Promise.all(loaded);
}

async function unread(): Promise<void> {}

/** Loads a TypeScript file with the project's esbuild, because Node 20 cannot. */
async function loadModule(path: string): Promise<MigrationModule> {
  const { build } = findEsbuild(path);
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as MigrationModule;
}

interface Esbuild {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { contents: Uint8Array }[] }>;
}

function findEsbuild(path: string): Esbuild {
  try {
    return createRequire(path)('esbuild') as Esbuild;
  } catch (error) {
    throw new UsageError(
      'NO_ESBUILD',
      `${path} is TypeScript, and the project in ${dirname(path)} has no esbuild installed to read it with. Install it, or migrate through the function, without --direct.`,
      { cause: error },
    );
  }
}
