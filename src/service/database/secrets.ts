import type { Settings } from '../settings.js';
import type { Secrets } from './credentials.js';

/** credstash, loaded when the password is first read: a warm function needs neither client. */
export async function openSecrets({ credstashTable }: Settings): Promise<Secrets> {
  const { readSecrets } = await import('./secrets-reader.js');
  return readSecrets(credstashTable);
}
