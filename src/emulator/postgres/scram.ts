import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const ITERATIONS = 4096;

/**
 * What PostgreSQL stores of a password (RFC 5803, with PostgreSQL's own prefix). Given in place of a password, it is
 * stored as it is: the password itself is then in no statement, no log and no file.
 *
 * @param password printable ASCII, which SASLprep (RFC 4013) leaves as it is
 * @example await client.query(`ALTER ROLE superbowleto PASSWORD '${scramVerifier(password)}'`);
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
