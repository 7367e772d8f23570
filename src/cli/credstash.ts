import { type Credstash, createCredstash } from '../credstash/index.js';
import type { Place } from './base-command.js';

/** The secrets of an environment, by its own table and key. */
export function openCredstash({ environment, connection }: Place): Credstash {
  return createCredstash({ kms: connection.kms, dynamodb: connection.dynamodb, ...environment.credstash });
}
