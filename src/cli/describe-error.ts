import { SuperbowletoError } from '../errors.js';
import { describeUsage } from './describe-usage.js';

export interface ErrorDescription {
  /** Stable, upper snake case. */
  readonly code: string;
  /** One sentence or more for a person; no stack. */
  readonly message: string;
  readonly exitCode: number;
}

/** Puts any error into the words and the exit code that a person or a script gets. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof SuperbowletoError) {
    return { code: error.code, message: error.message, exitCode: error.exitCode };
  }
  if (!(error instanceof Error)) return { code: 'UNEXPECTED', message: String(error), exitCode: 1 };
  return oclifError(error) ?? interrupted(error) ?? unreachable(error) ?? keys(error) ?? plainError(error);
}

/** A wrong flag, argument or command: oclif finds it, and ends it with 2. */
function oclifError(error: Error): ErrorDescription | undefined {
  const exit = (error as { oclif?: { exit?: number } }).oclif?.exit;
  if (exit === undefined) return undefined;
  return { code: 'USAGE', message: describeUsage(error), exitCode: exit };
}

function interrupted(error: Error): ErrorDescription | undefined {
  // The second is a prompt's own, for Ctrl-C.
  if (error.name !== 'AbortError' && error.name !== 'ExitPromptError') return undefined;
  return { code: 'INTERRUPTED', message: 'Interrupted. Run the same command again to go on.', exitCode: 130 };
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE']);

function unreachable(error: Error): ErrorDescription | undefined {
  const { code, address, port, hostname } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
    hostname?: string;
  };
  if (!code || !networkCodes.has(code)) return undefined;
  const place = address ? `${address}:${port}` : (hostname ?? 'the endpoint');
  return {
    code: 'UNREACHABLE',
    message:
      `Nothing answers at ${place} (${code}). Check the network and the environment's endpoint; ` +
      'the local stage is started by: sbw local start',
    exitCode: 1,
  };
}

const refusedKeys = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** No AWS keys at hand, or such as AWS does not take. */
function keys({ name, message }: Error): ErrorDescription | undefined {
  if (name === 'CredentialsProviderError') {
    const text =
      `There are no AWS keys at hand: ${message}. Name a profile by AWS_PROFILE, sign in by: aws sso login, or set ` +
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
    return { code: 'CREDENTIALS_MISSING', message: text, exitCode: 1 };
  }
  if (!refusedKeys.has(name)) return undefined;
  const text = `The AWS keys at hand are not taken (${name}): ${message} Whose they are says: aws sts get-caller-identity`;
  return { code: 'CREDENTIALS_REFUSED', message: text, exitCode: 1 };
}

function plainError(error: Error): ErrorDescription {
  const code = (error as { code?: unknown }).code;
  const name = typeof code === 'string' ? code : error.name;
  // The house's own errors say all in their message; an error of AWS may have no message but its name.
  if (/^[A-Z]+(_[A-Z]+)+$/.test(name)) return { code: name, message: error.message, exitCode: 1 };
  const message = error.message && error.message !== 'UnknownError' ? error.message : name;
  return { code: name, message: message.includes(name) ? message : `${message} (${name})`, exitCode: 1 };
}
