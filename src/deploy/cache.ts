import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SuperbowletoError } from '../errors.js';

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

/**
 * Turns what the disk says into what to do. For the end of a promise that writes there.
 *
 * @throws {SuperbowletoError} CACHE_NOT_WRITABLE
 * @example await mkdir(join(cache, 'work'), { recursive: true }).catch(cacheNotWritable(cache));
 */
export function cacheNotWritable(cache: string): (error: Error) => never {
  return (error) => {
    const text = `The cache folder ${cache} cannot be written to: ${error.message}. Mend that, or name another one in SBW_CACHE.`;
    throw new SuperbowletoError('CACHE_NOT_WRITABLE', text, { cause: error });
  };
}
