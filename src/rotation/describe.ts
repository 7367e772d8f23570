import type { Rotation } from './rotate.js';

/**
 * Returns a rotation's outcome as a sentence for a person.
 *
 * @example describeRotation(rotation) // 'local/database/password version 0000000000000000002 is the password of local-superbowleto'
 */
export function describeRotation({ secret, version, database, outcome }: Rotation): string {
  const verb = outcome === 'unchanged' ? 'stays' : 'is';
  const sentence = `${secret} version ${version} ${verb} the password of ${database}`;
  return outcome === 'unchanged' ? `Nothing to do: ${sentence}` : sentence;
}
