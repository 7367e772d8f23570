import { dirname, resolve } from 'node:path';
import { loadProject, type Project } from '../../project/index.js';

/** Returns the folder of the migrations: the flag's, relative to the project file, or else the project file's. */
export function folderOf(
  project: Pick<Project, 'directory' | 'migrations'>,
  flag: string | undefined,
): string {
  return flag === undefined ? project.migrations : resolve(project.directory, flag);
}

/**
 * Returns the folder for work on files alone. With the flag, the project file need not exist.
 *
 * @throws {UsageError} PROJECT_FILE_UNREADABLE, PROJECT_FILE_INVALID
 */
export async function findFolder(flags: {
  readonly file: string;
  readonly migrations?: string | undefined;
}): Promise<string> {
  const { file, migrations } = flags;
  if (migrations !== undefined) return resolve(dirname(file), migrations);
  return (await loadProject(file)).migrations;
}
