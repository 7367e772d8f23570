import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/**
 * Computes what PostgreSQL stores of a password (RFC 5803, with PostgreSQL's own prefix). PostgreSQL accepts it in place
 * of the password, so that no statement, log or file contains the password itself.
 *
 * @param password printable ASCII, which SASLprep (RFC 4013) does not change
 * @example await client.query(`ALTER ROLE orders PASSWORD '${scramVerifier(password)}'`);
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
