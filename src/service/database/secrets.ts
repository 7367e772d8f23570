import type { Settings } from '../settings.js';
import type { Secrets } from './credentials.js';

/** Opens credstash. It loads the AWS clients only then: a warm function needs neither. */
export async function openSecrets({ credstashTable }: Settings): Promise<Secrets> {
  const { readSecrets } = await import('./secrets-reader.js');
  return readSecrets(credstashTable);
}
