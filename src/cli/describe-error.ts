import { SuperbowletoError } from '../errors.js';
import { describeUsage } from './describe-usage.js';

export interface ErrorDescription {
  /** Stable, upper snake case. */
  readonly code: string;
  /** One or more sentences for a person, without a stack trace. */
  readonly message: string;
  readonly exitCode: number;
}

/** Returns the code, the message and the exit code of any error, for a person or a script. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof SuperbowletoError) {
    return { code: error.code, message: error.message, exitCode: error.exitCode };
  }
  if (!(error instanceof Error)) return { code: 'UNEXPECTED', message: String(error), exitCode: 1 };
  return (
    oclifError(error) ?? interrupted(error) ?? unreachable(error) ?? credentials(error) ?? plainError(error)
  );
}

/** A wrong flag, argument or command. oclif gives it exit code 2. */
function oclifError(error: Error): ErrorDescription | undefined {
  const exit = (error as { oclif?: { exit?: number } }).oclif?.exit;
  if (exit === undefined) return undefined;
  return { code: 'USAGE', message: describeUsage(error), exitCode: exit };
}

function interrupted(error: Error): ErrorDescription | undefined {
  // A prompt throws ExitPromptError at Ctrl-C.
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
  const endpoint = address ? `${address}:${port}` : (hostname ?? 'the endpoint');
  return {
    code: 'UNREACHABLE',
    message:
      `Nothing answers at ${endpoint} (${code}). Check the network and the environment's endpoint; ` +
      'the local stage is started by: sbw local start',
    exitCode: 1,
  };
}

const rejectedCredentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Missing AWS credentials, or credentials that AWS rejects. */
function credentials({ name, message }: Error): ErrorDescription | undefined {
  if (name === 'CredentialsProviderError') {
    const text =
      `There are no AWS keys at hand: ${message}. Name a profile by AWS_PROFILE, sign in by: aws sso login, or set ` +
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
    return { code: 'CREDENTIALS_MISSING', message: text, exitCode: 1 };
  }
  if (!rejectedCredentials.has(name)) return undefined;
  const text = `The AWS keys at hand are not taken (${name}): ${message} Whose they are says: aws sts get-caller-identity`;
  return { code: 'CREDENTIALS_REFUSED', message: text, exitCode: 1 };
}

function plainError(error: Error): ErrorDescription {
  const code = (error as { code?: unknown }).code;
  const name = typeof code === 'string' ? code : error.name;
  // The project's own errors explain themselves. An error of AWS may have no message but its name.
  if (/^[A-Z]+(_[A-Z]+)+$/.test(name)) return { code: name, message: error.message, exitCode: 1 };
  const message = error.message && error.message !== 'UnknownError' ? error.message : name;
  return { code: name, message: message.includes(name) ? message : `${message} (${name})`, exitCode: 1 };
}
