import type { Rotation } from './rotate.js';

/** @example describeRotation(rotation) // 'local/database/password version 0000000000000000002 is the password of local-superbowleto' */
export function describeRotation({ secret, version, database }: Rotation): string {
  return `${secret} version ${version} is the password of ${database}`;
}
