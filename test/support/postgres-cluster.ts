import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/emulator/port.js';
import { findBinaries } from '../../src/emulator/postgres/binaries.js';
import { startPostgres } from '../../src/emulator/postgres/index.js';
import { clusterFolder, findRunAs } from '../../src/emulator/postgres/run-as.js';
import { StateFile } from '../../src/emulator/state-file.js';

const build = fileURLToPath(new URL('../../build', import.meta.url));
const RECORD = 'postgres.json';

/**
 * Puts an empty PostgreSQL cluster where `startPostgres` would make one. Copying takes a tenth of the CPU time of
 * initdb, and the tests start some eighty servers.
 *
 * @param directory the folder that `startPostgres` will get
 */
export async function placeCluster(directory: string): Promise<void> {
  const template = await findTemplate();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const cluster = clusterFolder(directory, findRunAs());
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 });
  copy(join(template, 'cluster'), cluster);
  const { password } = JSON.parse(readFileSync(join(template, RECORD), 'utf8')) as { password: string };
  new StateFile(join(directory, RECORD)).save({ port: await freePort(), password });
}

/** Returns the folder with the cluster that is copied. The first test that needs it makes it. */
async function findTemplate(): Promise<string> {
  const { version } = findBinaries(findRunAs());
  const template = join(build, `test-postgres-${version}`);
  if (existsSync(template)) return template;
  mkdirSync(build, { recursive: true });
  const draft = mkdtempSync(join(build, 'test-postgres-'));
  chmodSync(draft, 0o755);
  const server = await startPostgres({ directory: draft, report: () => undefined });
  await server.stop();
  const cluster = clusterFolder(draft, findRunAs());
  if (cluster !== join(draft, 'cluster')) {
    copy(cluster, join(draft, 'cluster'));
    for (const path of [cluster, `${cluster}.owner`]) rmSync(path, { recursive: true, force: true });
  }
  try {
    renameSync(draft, template);
  } catch (error) {
    // Another process was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
  return template;
}

function copy(from: string, to: string): void {
  // fs.cp does not keep the owner, and PostgreSQL runs as another user where the tests run as root.
  const { status, stderr } = spawnSync('cp', ['-Rp', from, to]);
  if (status !== 0) throw new Error(`${from} cannot be copied: ${stderr}`);
}
