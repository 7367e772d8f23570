import { SuperbowletoError } from '../../errors.js';
import { passwordNames } from '../../project/names.js';
import type { CheckAnswer, CheckRequest } from '../../rotation/index.js';
import { describeFailure, log } from '../log.js';
import type { Settings } from '../settings.js';
import type { Database } from './connection.js';
import { CLIENT_RULE, type Secrets } from './credentials.js';

export interface CheckParts {
  readonly settings: Settings;
  readonly database: Pick<Database, 'login'>;
  readonly secrets: () => Promise<Secrets>;
}

/**
 * Answers whether a password of this environment logs in, for an operator's machine that may not reach the database.
 * The event names the password; this function reads it and never returns it. A failure is an answer too: it never
 * throws.
 *
 * @example await checkDatabase(parts, { command: 'login', name: 'live/database/password', version: '0000000000000000002' });
 */
export async function checkDatabase(parts: CheckParts, event: unknown): Promise<CheckAnswer> {
  const { host, port, user } = parts.settings.database;
  const described = { ok: true, database: { host, port, user }, clientRule: CLIENT_RULE } as const;
  try {
    const request = readRequest(event, parts.settings.environment);
    if (request.command === 'describe') return described;
    const secrets = await parts.secrets();
    const { value } = await secrets.read(request.name, { version: request.version });
    const login = await parts.database.login(value);
    log('password-checked', { secret: request.name, version: request.version, login });
    return { ...described, login };
  } catch (error) {
    log('check-failed', describeFailure(error));
    const { code = 'LOGIN_UNKNOWN', message } = error as { code?: string; message: string };
    return { ok: false, error: { code, message: `check-database: ${message}` } };
  }
}

/** Accepts only passwords of this environment's database, so that the function cannot try other secrets. */
function readRequest(event: unknown, environment: string): CheckRequest {
  const { command, name, version } = Object(event) as Record<string, unknown>;
  if (command === 'describe') return { command };
  const names: unknown[] = Object.values(passwordNames(environment));
  const isLogin = command === 'login' && names.includes(name);
  if (isLogin && typeof name === 'string' && typeof version === 'string') return { command, name, version };
  throw new SuperbowletoError(
    'CHECK_UNKNOWN',
    `The function takes { command: describe } and { command: login, name, version } with a password of ${environment}.`,
  );
}
