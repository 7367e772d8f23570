import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Folder of what can be made again: mirrors of repositories, installed dependencies, trees under work.
 *
 * @example cacheFolder({ HOME: '/home/ana' }) // '/home/ana/.cache/superbowleto'
 */
export function cacheFolder(variables: NodeJS.ProcessEnv = process.env): string {
  const { SBW_CACHE, XDG_CACHE_HOME, HOME } = variables;
  if (SBW_CACHE) return resolve(SBW_CACHE);
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'superbowleto');
}
