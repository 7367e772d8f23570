import pg from 'pg';
import { scramVerifier } from '../emulator/postgres/scram.js';
import { connectTo, type LoginTarget } from './login.js';

/** The roles of an environment's other clients: what they may do, and the two that log in for it. */
export function clientRoles(user: string): { owner: string; logins: readonly [string, string] } {
  return { owner: `${user}_clients`, logins: [`${user}_client_a`, `${user}_client_b`] };
}

/** Any number, the same for all of us: two runs wait for each other. */
const LOCK = 7_264_310_552;

/**
 * Makes the role and its owner role where they are missing, and sets its password, in one transaction. The version is
 * kept with the role, so that a run that slept through later rotations changes nothing.
 *
 * @param password of the master user
 * @returns false when the role has the password of a later version
 * @throws {SuperbowletoError} LOGIN_UNKNOWN; an error of PostgreSQL
 */
export async function setRolePassword(
  target: LoginTarget,
  password: string,
  role: { readonly username: string; readonly password: string; readonly version: string },
): Promise<boolean> {
  const client = await connectTo(target, password);
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if (await isLater(client, role)) return false;
    const [owner, login] = [clientRoles(target.user).owner, role.username].map(pg.escapeIdentifier);
    await createMissing(client, clientRoles(target.user).owner, `CREATE ROLE ${owner} NOLOGIN`);
    await createMissing(client, role.username, `CREATE ROLE ${login} LOGIN INHERIT IN ROLE ${owner}`);
    // What is sent is what PostgreSQL stores: the password is in no statement, and so in no log of the server.
    await client.query(`ALTER ROLE ${login} PASSWORD ${pg.escapeLiteral(scramVerifier(role.password))}`);
    await client.query(`COMMENT ON ROLE ${login} IS ${pg.escapeLiteral(`${MARK}${role.version}`)}`);
    await client.query('COMMIT');
    return true;
  } finally {
    await client.end();
  }
}

const MARK = 'sbw rotate-password version ';

async function isLater(
  client: pg.Client,
  { username, version }: { readonly username: string; readonly version: string },
): Promise<boolean> {
  const { rows } = await client.query<{ comment: string | null }>(
    `SELECT shobj_description(oid, 'pg_authid') AS comment FROM pg_roles WHERE rolname = $1`,
    [username],
  );
  const comment = rows[0]?.comment ?? '';
  return comment.startsWith(MARK) && comment.slice(MARK.length) > version;
}

async function createMissing(client: pg.Client, name: string, statement: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (rowCount === 0) await client.query(statement);
}
