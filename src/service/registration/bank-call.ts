import { SuperbowletoError } from '../../errors.js';
import type { ProviderCredentials } from './credentials.js';

export interface BankCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** User and password of Basic authentication. */
  readonly user: string;
  readonly password: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface BankAnswer {
  readonly status: number;
  /** Undefined if the answer is not JSON: a page of a firewall or a proxy, or nothing. */
  readonly body: unknown;
}

const UNAUTHORIZED = 401;

/**
 * Returns the URL of a bank's operation.
 *
 * @param url of the bank's service, or of the operation itself: settings of the earlier service hold that
 * @example endpointOf('https://bank.example/apiregistro/api/', '/apiregistro/api').pathname // '/apiregistro/api'
 */
export function endpointOf(url: string, path: string): URL {
  const base = url.replace(/\/+$/, '');
  return new URL(base.endsWith(path) ? base : base + path);
}

/** Makes one HTTP call to a bank. Rejects if there is no answer: no connection, or not in time. */
export async function callBank({ method, url, user, password, body, signal }: BankCall): Promise<BankAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      // Lambda freezes the process between requests. If the bank closes a kept connection meanwhile, the next boleto's
      // request would be lost on it.
      connection: 'close',
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // A redirect could turn the POST into a GET, or send the credentials elsewhere.
    redirect: 'error',
    signal,
  });
  return { status: response.status, body: parseJson(await response.text()) };
}

/** Makes a call with the known credentials. If the bank refuses them and credstash holds others, it calls once more. */
export async function callWith<Credentials>(
  credentials: ProviderCredentials<Credentials>,
  call: (credentials: Credentials) => Promise<BankAnswer>,
  isRefusal: (answer: BankAnswer) => boolean = ({ status }) => status === UNAUTHORIZED,
): Promise<BankAnswer> {
  const first = await credentials.current();
  const answer = await call(first);
  if (!isRefusal(answer)) return answer;
  const second = await credentials.renewed(first);
  return second === first ? answer : await call(second);
}

const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a call failed before it sent anything: the connection was refused, or the host name has no address. */
export function isNotSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && BEFORE_SENDING.has(String(cause.code));
}

/**
 * Makes the error for an answer that says nothing certain about the title. The error does not quote the answer, which
 * may hold the payer's data.
 */
export function unclearAnswer(provider: string, { status }: BankAnswer, lack: string): SuperbowletoError {
  return new SuperbowletoError(
    'PROVIDER_ANSWER_UNCLEAR',
    `${provider} answered with HTTP status ${status} and ${lack}. The boleto stays pending, and is verified later.`,
  );
}

/** @returns undefined for anything but an object. */
export function objectIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** @returns undefined for anything but text with something in it. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
