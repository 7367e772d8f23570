import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StateFile } from '../emulator/state-file.js';

/** What stays the same over restarts of the stage. */
export interface Identity {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The port of the last run; undefined before the first one. */
  readonly port?: number;
}

/** Reads the stage's identity, or creates it at the first start. AWS does not know its access key; the stage accepts no other. */
export function identityIn(directory: string): Identity {
  const file = fileIn(directory);
  const known = file.read();
  if (known) return known;
  const identity: Identity = {
    credentials: {
      accessKeyId: `SBWLOCAL${randomBytes(6).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    },
  };
  file.save(identity);
  return identity;
}

/** Records the port, for the next start. */
export function keepPort(directory: string, identity: Identity, port: number): void {
  if (identity.port !== port) fileIn(directory).save({ ...identity, port });
}

/** Reads the identity of a stage; undefined when none was ever started in `directory`. */
export function findIdentity(directory: string): Identity | undefined {
  return fileIn(directory).read();
}

function fileIn(directory: string): StateFile<Identity> {
  return new StateFile(join(directory, 'identity.json'));
}
