import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder of everything superbowleto keeps on this machine: `$SBW_HOME`, else `~/.superbowleto`.
 *
 * @example homeFolder({ SBW_HOME: '/srv/superbowleto' }) // '/srv/superbowleto'
 */
export function homeFolder(variables: NodeJS.ProcessEnv): string {
  return resolve(variables.SBW_HOME || join(homedir(), '.superbowleto'));
}
