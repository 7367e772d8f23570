import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import pg from 'pg';
import { createReader } from '../../../src/credstash/index.js';
import type { Newcomer, Status } from './newcomer.js';

/** Returns whether the service's database user can log in with a password. Throws any failure but a wrong password. */
export async function logsIn(machine: Newcomer, password: string): Promise<boolean> {
  return (await eachLogsIn(machine, [password]))[0] === true;
}

/** Returns for each password whether the service's database user can log in with it. */
export async function eachLogsIn(machine: Newcomer, passwords: readonly string[]): Promise<boolean[]> {
  const { database } = await machine.sbwJson<Status>('local', 'status');
  return await Promise.all(passwords.map((password) => canLogIn(database, password)));
}

async function canLogIn({ host, port, name, user }: Status['database'], password: string): Promise<boolean> {
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

/** Reads the password as an operator does. */
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

const CURRENT = 'local/database/password';

/** The passwords in credstash, read without a process for each. */
export class StoredPasswords {
  readonly #kms: KMSClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #credstash: ReturnType<typeof createReader>;

  /** @param variables the result of `stageVariables` */
  constructor(variables: NodeJS.ProcessEnv) {
    const client = {
      region: variables.AWS_REGION ?? '',
      endpoint: variables.AWS_ENDPOINT_URL ?? '',
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
    };
    this.#kms = new KMSClient(client);
    this.#dynamodb = new DynamoDBClient(client);
    this.#credstash = createReader({ kms: this.#kms, dynamodb: this.#dynamodb, table: 'local-credstash' });
  }

  async current(): Promise<string> {
    return (await this.#credstash.read(CURRENT)).value;
  }

  /** Returns every password that the database had or was to get: all versions, also the pending ones. */
  async every(): Promise<string[]> {
    const passwords = new Set<string>();
    for (const name of [CURRENT, `${CURRENT}.pending`]) {
      for (const { version } of await this.#credstash.versions(name)) {
        passwords.add((await this.#credstash.read(name, { version })).value);
      }
    }
    return [...passwords];
  }

  close(): void {
    this.#kms.destroy();
    this.#dynamodb.destroy();
  }
}
