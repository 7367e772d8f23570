import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Returns the folder for everything that superbowleto stores on this machine: `$SBW_HOME`, else `~/.superbowleto`.
 *
 * @example homeFolder({ SBW_HOME: '/srv/superbowleto' }) // '/srv/superbowleto'
 */
export function homeFolder(variables: NodeJS.ProcessEnv): string {
  return resolve(variables.SBW_HOME || join(homedir(), '.superbowleto'));
}
