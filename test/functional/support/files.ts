import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Regular files of at most 64 MiB; dependencies and code of others are left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || entry.name === 'superbowleto' || entry.name.startsWith('npm-'))
      return [];
    if (entry.isDirectory()) return safely(() => filesBelow(path));
    return entry.isFile() ? safely(() => (statSync(path).size <= 2 ** 26 ? [path] : [])) : [];
  });
}

/** A file or folder that went away meanwhile holds nothing. */
export function safely<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch {
    return [];
  }
}
