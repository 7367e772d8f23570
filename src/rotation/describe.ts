import type { Rotation } from './rotate.js';

/** @example describeRotation(rotation) // 'local/database/password version 0000000000000000002 is the password of local-superbowleto' */
export function describeRotation({ secret, version, database, outcome }: Rotation): string {
  const password = `${secret} version ${version}`;
  return outcome === 'unchanged'
    ? `Nothing to do: ${password} stays the password of ${database}`
    : `${password} is the password of ${database}`;
}
