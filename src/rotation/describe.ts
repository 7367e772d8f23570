import type { Rotation } from './rotate.js';

/** @example describeRotation(rotation) // 'local/database/password version 0000000000000000002 is the password of local-superbowleto' */
export function describeRotation({ secret, version, database, outcome }: Rotation): string {
  const what = secret.endsWith('/credential') ? 'credential for other clients' : 'password';
  const verb = outcome === 'unchanged' ? 'stays' : 'is';
  const sentence = `${secret} version ${version} ${verb} the ${what} of ${database}`;
  return outcome === 'unchanged' ? `Nothing to do: ${sentence}` : sentence;
}
