import pg from 'pg';
import type { Newcomer, Status } from './newcomer.js';

/** Whether the service's database user gets in with this password. Any failure but a wrong password is thrown. */
export async function logsIn(machine: Newcomer, password: string): Promise<boolean> {
  return (await eachLogsIn(machine, [password]))[0] === true;
}

/** `logsIn` of several. */
export async function eachLogsIn(machine: Newcomer, passwords: readonly string[]): Promise<boolean[]> {
  const { database } = await machine.sbwJson<Status>('local', 'status');
  return await Promise.all(passwords.map((password) => isLetIn(database, password)));
}

async function isLetIn({ host, port, name, user }: Status['database'], password: string): Promise<boolean> {
  const client = new pg.Client({ host, port, database: name, user, password });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** The password as an operator reads it. */
export async function currentPassword(machine: Newcomer): Promise<string> {
  const { code, stdout, stderr } = await machine.sbw(
    'credstash',
    'get',
    'local/database/password',
    '--env',
    'local',
  );
  if (code !== 0) throw new Error(stderr);
  return stdout.replace(/\n$/, '');
}
