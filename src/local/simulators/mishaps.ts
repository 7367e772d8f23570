import type { AwsRequest, AwsResponse } from '../../emulator/aws/service.js';
import { html } from './answers.js';

/** What goes wrong between a bank and its client, whatever the bank makes of the title. */
export type Mishap =
  /** HTTP 503 without a word of JSON. */
  | 'unavailable'
  /** A page of a firewall, HTTP 400. */
  | 'refusing-page'
  /** A page where JSON belongs, HTTP 200. */
  | 'welcoming-page'
  /** JSON without the field that decides. */
  | 'missing-field'
  /** Nothing is done, and nothing is answered while the client waits. */
  | 'no-answer'
  /** The title is registered, and nothing is answered while the client waits. */
  | 'lost-answer';

/** Amounts, in cents, that a mishap happens to. */
const MISHAPS: Readonly<Record<number, Mishap>> = {
  5000503: 'unavailable',
  5000400: 'refusing-page',
  5000200: 'welcoming-page',
  5000204: 'missing-field',
  5000408: 'no-answer',
  5000504: 'lost-answer',
};

/** Requests for one title that a passing trouble lasts. */
export const TROUBLED_POSTS = 2;

/** The mishap of this request. It passes after two requests for a title, and a lost answer is the first one's. */
export function mishapOf(amount: unknown, posts: number): Mishap | undefined {
  const mishap = MISHAPS[Number(amount)];
  return posts <= (mishap === 'lost-answer' ? 1 : TROUBLED_POSTS) ? mishap : undefined;
}

/** The answer of a mishap; that of `missing-field` is the bank's own. */
export async function answerOf(
  mishap: Exclude<Mishap, 'missing-field'>,
  request: AwsRequest,
): Promise<AwsResponse> {
  switch (mishap) {
    case 'unavailable':
      return html(503, 'Service Unavailable');
    case 'refusing-page':
      return html(400, 'The requested URL was rejected.');
    case 'welcoming-page':
      return html(200, 'We are back soon.');
    default:
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
