import { SuperbowletoError } from '../errors.js';
import { askFunction, type Invocation, type Wording } from '../invocation/index.js';
import { isUnreachable, type Login, type LoginTarget, type StoredPassword } from './login.js';

/** A request to the function `check-database`. It names a password and never contains one: the function reads it itself. */
export type CheckRequest =
  | { readonly command: 'describe' }
  | { readonly command: 'login'; readonly name: string; readonly version: string };

/** The database that the function logs in to. */
export type CheckedDatabase = Pick<LoginTarget, 'host' | 'port' | 'user'>;

export type CheckAnswer =
  | {
      readonly ok: true;
      readonly database: CheckedDatabase;
      /** Version of the rule by which the deployed functions find the password; see `CLIENT_RULE`. */
      readonly clientRule: number;
      /** Whether the password logs in; only in the answer to `login`. */
      readonly login?: boolean;
    }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/**
 * Lowest version of the rule by which the service's functions must find the password. Version 2 also tries the pending
 * and the previous password when the database refuses the current one. Older functions fail during a rotation.
 */
const CLIENT_RULE = 2;

/** Asks the deployed functions about the database. */
export interface Checker {
  /** Throws CLIENTS_UNAWARE unless the deployed functions follow a rotation of this database. */
  verifyClients(target: LoginTarget, signal?: AbortSignal): Promise<void>;
  readonly login: Login;
}

const WORDING: Wording = {
  code: 'CHECK',
  unknown: 'Nothing was changed by it; run the command again.',
  timedOut: 'Does its network reach the database? Run the command again then.',
};

/**
 * Returns a checker that asks the deployed function `check-database`, which runs in the database's network.
 *
 * Its methods throw {SuperbowletoError} WRONG_DATABASE, LOGIN_UNKNOWN, CHECK_FUNCTION_… and CHECK_OUTCOME_UNKNOWN.
 *
 * @param invocation `timeout` in seconds
 * @example
 * const checker = createChecker({ lambda, functionName: 'live-superbowleto-check-database', timeout: 30 });
 */
export function createChecker(invocation: Invocation): Checker {
  async function ask(request: CheckRequest, target: LoginTarget, signal: AbortSignal | undefined) {
    const answer = await askFunction({ ...invocation, ...(signal ? { signal } : {}) }, request, WORDING);
    if (!isAnswer(answer)) {
      throw new SuperbowletoError(
        'CHECK_FUNCTION_FAILED',
        `${invocation.functionName} did not answer as a check-database function does. Deploy a release that fits this sbw.`,
      );
    }
    if (!answer.ok) throw new SuperbowletoError(answer.error.code, answer.error.message);
    verifySame(answer.database, target, invocation.functionName);
    return answer;
  }
  return {
    async verifyClients(target, signal) {
      const { clientRule } = await ask({ command: 'describe' }, target, signal).catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== 'CHECK_FUNCTION_NOT_FOUND') throw error;
        throw clientsUnaware(`${invocation.functionName} is not deployed`);
      });
      if (clientRule < CLIENT_RULE)
        throw clientsUnaware(`${invocation.functionName} follows rule ${clientRule}`);
    },
    async login(target, { name, version }, signal) {
      const { login } = await ask({ command: 'login', name, version }, target, signal);
      return login === true;
    },
  };
}

/** Another function, or an old release, may have the name of check-database. */
function isAnswer(answer: unknown): answer is CheckAnswer {
  const { ok, database, clientRule, error } = Object(answer) as Record<string, unknown>;
  if (ok === false) return typeof Object(error).code === 'string';
  return ok === true && typeof Object(database).host === 'string' && typeof clientRule === 'number';
}

/** Returns a login that goes through the function once this process cannot reach the database. */
export function loginThrough(
  direct: Login,
  checker: Checker | undefined,
  report: (line: string) => void,
): Login {
  let isReachable = true;
  return async (target, password: StoredPassword, signal) => {
    if (isReachable || !checker) {
      try {
        return await direct(target, password, signal);
      } catch (error) {
        if (!checker || !isUnreachable(error)) throw error;
        report(`${target.host} cannot be reached from here: logging in through the function check-database`);
        isReachable = false;
      }
    }
    return await checker.login(target, password, signal);
  };
}

/** @param why what is wrong with the functions, as a clause */
export function clientsUnaware(why: string): SuperbowletoError {
  return new SuperbowletoError(
    'CLIENTS_UNAWARE',
    `The deployed functions may not follow a rotation: ${why}. Deploy a release that has check-database first. ` +
      'With --force it is rotated all the same, and functions that keep the old password fail until they start anew.',
  );
}

function verifySame(theirs: CheckedDatabase, ours: LoginTarget, functionName: string): void {
  if (theirs.host === ours.host && theirs.port === ours.port && theirs.user === ours.user) return;
  const text = ({ user, host, port }: CheckedDatabase) => `${user} at ${host}:${port}`;
  throw new SuperbowletoError(
    'WRONG_DATABASE',
    `${functionName} logs in as ${text(theirs)}, and RDS has ${text(ours)}: superbowleto.yml and the functions mean two databases. Nothing was changed.`,
  );
}
