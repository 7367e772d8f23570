import {
  InvokeCommand,
  type InvokeCommandOutput,
  type LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { SuperbowletoError } from '../errors.js';
import type { MigrationAnswer, MigrationRequest } from './types.js';

export interface MigrateOptions extends MigrationRequest {
  readonly lambda: LambdaClient;
  /** Deployed name: `live-superbowleto-migrate-database`. */
  readonly functionName: string;
  /** Alias or version; the alias `current` when left out. */
  readonly qualifier?: string;
  /** Seconds that the function may take, as the project file says; the client waits a little longer. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** Milliseconds for the way there and back, and for a cold start. */
const GRACE_MILLISECONDS = 30_000;

/**
 * Migrates by the deployed function `migrate-database`, which sits beside the database.
 * When the function stops early for want of time it is asked again, as long as it gets ahead.
 *
 * @returns what the function answered: a failed migration is an answer with `ok: false`
 * @throws {SuperbowletoError} MIGRATE_FUNCTION_NOT_FOUND, MIGRATE_FUNCTION_TIMED_OUT,
 *   MIGRATE_FUNCTION_REFUSED, MIGRATE_FUNCTION_FAILED when it broke, MIGRATE_OUTCOME_UNKNOWN when no answer came
 * @example
 * await migrate({ lambda, functionName: 'sandbox-superbowleto-migrate-database', timeout: 300, command: 'up' });
 */
export async function migrate(options: MigrateOptions): Promise<MigrationAnswer> {
  let answer = await invoke(options, options.step);
  while (answer.ok && answer.partial) {
    const done = answer.applied.length + answer.reverted.length;
    const next = await invoke(options, options.step === undefined ? undefined : options.step - done);
    if (next.applied.length + next.reverted.length === 0 && next.partial) throw stuck(options);
    answer = {
      ...next,
      applied: [...answer.applied, ...next.applied],
      reverted: [...answer.reverted, ...next.reverted],
    };
  }
  return answer;
}

async function invoke(options: MigrateOptions, step: number | undefined): Promise<MigrationAnswer> {
  const { command, to, qualifier = 'current' } = options;
  const request: MigrationRequest = {
    command,
    ...(to === undefined ? {} : { to }),
    ...(step === undefined ? {} : { step }),
  };
  const invocation = new InvokeCommand({
    FunctionName: options.functionName,
    Qualifier: qualifier,
    Payload: Buffer.from(JSON.stringify(request)),
  });
  sendOnce(invocation);
  const response = await options.lambda
    .send(invocation, {
      requestTimeout: options.timeout * 1000 + GRACE_MILLISECONDS,
      ...(options.signal ? { abortSignal: options.signal } : {}),
    })
    .catch((error: unknown) => {
      options.signal?.throwIfAborted();
      throw translate(error instanceof Unrepeatable ? error.original : error, options);
    });
  return decode(response, options);
}

/** Hides an error from the SDK's retries; as `cause` they would find it. */
class Unrepeatable extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super('not to be repeated');
    this.original = original;
  }
}

/**
 * The SDK sends an Invoke again when its answer is lost, although the first may still be running. Inside the
 * SDK's retries (this step lies behind them) only "too many requests", which began nothing, may be repeated.
 */
function sendOnce(invocation: InvokeCommand): void {
  invocation.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof TooManyRequestsException ? error : new Unrepeatable(error);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'sendMigrationOnce' },
  );
}

/** Nothing reached Lambda; these errors say so well enough. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CredentialsProviderError']);

function translate(error: unknown, { functionName }: MigrateOptions): unknown {
  const { name, message, code = name, $metadata } = Object(error) as Failure;
  if (NEVER_SENT.has(name) || NEVER_SENT.has(code)) return error;
  const status = $metadata?.httpStatusCode ?? 500;
  if (status >= 500 && status !== 501) {
    return new SuperbowletoError(
      'MIGRATE_OUTCOME_UNKNOWN',
      `No answer came from ${functionName} (${name}: ${message}); it may still be running. See what it did by: sbw migrate status`,
      { cause: error },
    );
  }
  if (error instanceof ResourceNotFoundException) {
    return new SuperbowletoError(
      'MIGRATE_FUNCTION_NOT_FOUND',
      `There is no function ${functionName} with a release in place. Deploy first: sbw deploy`,
      { cause: error },
    );
  }
  const text = `Lambda refuses to run ${functionName}: ${name}: ${message}`;
  return new SuperbowletoError('MIGRATE_FUNCTION_REFUSED', text, { cause: error });
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function decode(response: InvokeCommandOutput, options: MigrateOptions): MigrationAnswer {
  const text = Buffer.from(response.Payload ?? []).toString('utf8');
  if (response.FunctionError) throw functionFailed(text, options);
  const answer = parse(text);
  if (isAnswer(answer)) return answer;
  throw new SuperbowletoError(
    'MIGRATE_FUNCTION_FAILED',
    `${options.functionName} did not answer as a migrate-database function does. Deploy a release that fits this sbw.`,
  );
}

function functionFailed(text: string, { functionName, timeout }: MigrateOptions): SuperbowletoError {
  const { errorType = 'Error', errorMessage = text } = Object(parse(text)) as Record<string, string>;
  if (errorType === 'Sandbox.Timedout' || /Task timed out after/.test(errorMessage)) {
    return new SuperbowletoError(
      'MIGRATE_FUNCTION_TIMED_OUT',
      `${functionName} was ended at its timeout of ${timeout} s. A migration that had not finished is rolled back, unless it says transaction: false. See where it is by: sbw migrate status`,
    );
  }
  return new SuperbowletoError(
    'MIGRATE_FUNCTION_FAILED',
    `${functionName} broke: ${errorType}: ${errorMessage}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAnswer(answer: unknown): answer is MigrationAnswer {
  const { ok, applied, reverted, migrations } = Object(answer) as Partial<MigrationAnswer>;
  return typeof ok === 'boolean' && [applied, reverted, migrations].every(Array.isArray);
}

function stuck({ functionName, timeout }: MigrateOptions): SuperbowletoError {
  return new SuperbowletoError(
    'MIGRATE_FUNCTION_TIMED_OUT',
    `${functionName} has too little time to begin a migration: its timeout of ${timeout} s is too short.`,
  );
}
