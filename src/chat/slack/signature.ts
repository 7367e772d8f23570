import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds: an older request may be somebody's recording. */
const LONGEST_AGE = 300;

/** What Slack sends beside a body. */
export interface Signed {
  /** `x-slack-request-timestamp` */
  readonly timestamp: string | undefined;
  /** `x-slack-signature` */
  readonly signature: string | undefined;
  /** Its bytes as they came. */
  readonly body: Buffer;
}

/**
 * Whether a request comes from Slack, and was made in the last five minutes: version v0 of Slack's request signing.
 *
 * @param now milliseconds since 1970
 */
export function isFromSlack(
  { timestamp = '', signature = '', body }: Signed,
  secret: string,
  now: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > LONGEST_AGE) return false;
  const expected = Buffer.from(signatureOf(timestamp, body, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** @example signatureOf('1531420618', body, secret) // 'v0=a2114d57…' */
export function signatureOf(timestamp: string, body: Buffer | string, secret: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}
