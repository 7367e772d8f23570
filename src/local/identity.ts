import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StateFile } from '../emulator/state-file.js';

/** What stays the same from one start of the stage to the next. */
export interface Identity {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of the last run; undefined before the first. */
  readonly port?: number;
}

/** The stage's own key, made at the first start. It opens nothing on AWS, and no key of AWS opens the stage. */
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

export function keepPort(directory: string, identity: Identity, port: number): void {
  if (identity.port !== port) fileIn(directory).save({ ...identity, port });
}

/** Undefined when no stage was ever started there. */
export function findIdentity(directory: string): Identity | undefined {
  return fileIn(directory).read();
}

function fileIn(directory: string): StateFile<Identity> {
  return new StateFile(join(directory, 'identity.json'));
}
