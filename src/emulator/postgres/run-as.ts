import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmulatorError } from '../emulator-error.js';

/** The user that PostgreSQL runs as. */
export interface RunAs {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The folder for files that PostgreSQL's user has to read when root runs the emulator. */
export const SHARED_FOLDER = '/var/lib/superbowleto';

const candidates = ['postgres', 'nobody', 'daemon'];

/**
 * Finds the user to run PostgreSQL as, since it refuses to run as root: one that every system has.
 *
 * @returns undefined when the current user is not root
 * @throws EmulatorError NO_UNPRIVILEGED_USER
 */
export function findRunAs(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(parseUser);
  for (const name of candidates) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid > 0);
    if (user) return user;
  }
  throw new EmulatorError(
    'NO_UNPRIVILEGED_USER',
    `PostgreSQL does not run as root, and /etc/passwd has none of the users ${candidates.join(', ')} to run it as. Start the local stage as an ordinary user.`,
  );
}

function parseUser(line: string): RunAs {
  const [name = '', , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** Returns the cluster's folder: in `directory`, or in the shared folder when `runAs` cannot enter `directory`. */
export function clusterFolder(directory: string, runAs: RunAs | undefined): string {
  if (!runAs || isEnterable(directory, runAs)) return join(resolve(directory), 'cluster');
  const name = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 16);
  return join(SHARED_FOLDER, name);
}

function isEnterable(directory: string, user: RunAs): boolean {
  const path = realpathSync(directory);
  const { mode, uid, gid } = statSync(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if (!(mode & bit)) return false;
  return dirname(path) === path || isEnterable(dirname(path), user);
}
