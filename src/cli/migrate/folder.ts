import { dirname, resolve } from 'node:path';
import { loadProject, type Project } from '../../project/index.js';

/** The folder that a flag names, from the folder of the project file, or else the one that the file names. */
export function folderOf(
  project: Pick<Project, 'directory' | 'migrations'>,
  flag: string | undefined,
): string {
  return flag === undefined ? project.migrations : resolve(project.directory, flag);
}

/**
 * The same for work on files alone: with the flag the project file need not even be there.
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
