import type { AwsRequest, AwsResponse } from '../../emulator/aws/service.js';
import { html, json } from './answers.js';

/** A fault between a bank and its client, whatever the bank decides about the title. */
export type Fault =
  /** HTTP 503 with a page instead of JSON. */
  | 'unavailable'
  /** HTTP 400 with the page of a firewall. */
  | 'refusing-page'
  /** HTTP 200 with a page instead of JSON. */
  | 'welcoming-page'
  /** HTTP 200 with JSON that lacks the field that decides. */
  | 'missing-field'
  /** The bank registers nothing, and does not answer until the client gives up. */
  | 'no-answer'
  /** The bank registers the title, but does not answer until the client gives up. */
  | 'lost-answer';

/** Amounts, in cents, that cause a fault. */
const FAULTS: Readonly<Record<number, Fault>> = {
  5000503: 'unavailable',
  5000400: 'refusing-page',
  5000200: 'welcoming-page',
  5000204: 'missing-field',
  5000408: 'no-answer',
  5000504: 'lost-answer',
};

/** Number of requests for one title that fail before one succeeds. */
export const FAULTY_POSTS = 2;

/**
 * Returns the fault that a request meets; undefined without one.
 *
 * A lost answer happens to the first request for a title, every other fault to the first two.
 *
 * @param amount value of the title in cents, as the request states it
 * @param posts requests for this title so far, this one included
 * @example faultOf(5000503, 2) // 'unavailable'
 * @example faultOf(5000503, 3) // undefined
 */
export function faultOf(amount: unknown, posts: number): Fault | undefined {
  const fault = FAULTS[Number(amount)];
  return posts <= (fault === 'lost-answer' ? 1 : FAULTY_POSTS) ? fault : undefined;
}

/**
 * Answers a request to register, with the fault of its amount if there is one.
 *
 * @param amount value of the title in cents, as the request states it
 * @param posts requests for this title so far, this one included
 * @param bank `decide` registers or refuses the title and returns the bank's answer; `withoutField` is the bank's JSON
 * without the field that decides
 */
export async function answerWithFaults(
  request: AwsRequest,
  { amount, posts }: { readonly amount: unknown; readonly posts: number },
  bank: { decide(): AwsResponse; readonly withoutField: unknown },
): Promise<AwsResponse> {
  const fault = faultOf(amount, posts);
  switch (fault) {
    case undefined:
      return bank.decide();
    case 'missing-field':
      return json(200, bank.withoutField);
    case 'unavailable':
      return html(503, 'Service Unavailable');
    case 'refusing-page':
      return html(400, 'The requested URL was rejected.');
    case 'welcoming-page':
      return html(200, 'We are back soon.');
    case 'lost-answer':
      bank.decide();
      await clientGone(request.signal);
      return html(504, 'Gateway Timeout');
    case 'no-answer':
      await clientGone(request.signal);
      return html(504, 'Gateway Timeout');
  }
}

function clientGone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
