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

/** Where root's stages keep what PostgreSQL's user has to reach. */
export const SHARED_FOLDER = '/var/lib/superbowleto';

const candidates = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root. Then it runs as a user that every system has; none is made.
 * Undefined: as whoever runs the stage.
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

/** The folder of a cluster that belongs to `directory`: below it, or where `runAs` can get when it is closed to them. */
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
