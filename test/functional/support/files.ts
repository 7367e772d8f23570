import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Lists regular files of at most 64 MiB. Leaves out node_modules, clones of the project and npm's own folders. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'superbowleto' || entry.name.startsWith('npm-'))
      return [];
    if (entry.isDirectory()) return safely(() => filesBelow(path));
    return entry.isFile() ? safely(() => (statSync(path).size <= 2 ** 26 ? [path] : [])) : [];
  });
}

/** Returns an empty list if a file or folder was deleted in the meantime. */
export function safely<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch {
    return [];
  }
}
