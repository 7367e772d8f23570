import { type BankAnswer, objectIn, textIn, unclearAnswer } from '../bank-call.js';
import type { GatewayError } from './response-codes.js';

/** A title that is registered, as the gateway states. */
export interface GatewayTitle {
  readonly digitableLine: string;
  readonly barcode: unknown;
  /** The nosso número that the bank answered. */
  readonly ourNumber: string | undefined;
  readonly url: string | undefined;
}

export type GatewayAnswer =
  | { readonly title: GatewayTitle }
  | { readonly errors: readonly [GatewayError, ...GatewayError[]] };

/**
 * Reads an answer to POST /v2/boleto/register. Errors are `{"errors": […]}`, or the bare list of an older route, with
 * any HTTP status. A title has a digitable line and an HTTP status of success.
 *
 * @throws SuperbowletoError PROVIDER_ANSWER_UNCLEAR for anything else
 */
export function readAnswer(answer: BankAnswer): GatewayAnswer {
  const errors = errorsIn(answer.body);
  if (errors) return { errors };
  const body = objectIn(answer.body);
  if (!body) throw unclearAnswer('boleto-api', answer, 'no JSON object');
  if (answer.status < 200 || answer.status > 299) throw unclearAnswer('boleto-api', answer, 'no errors');
  const digitableLine = textIn(body.digitableLine);
  if (!digitableLine) throw unclearAnswer('boleto-api', answer, 'no digitableLine');
  return {
    title: {
      digitableLine,
      barcode: body.barCodeNumber,
      ourNumber: textIn(body.ourNumber),
      url: pageIn(body.links),
    },
  };
}

function errorsIn(body: unknown): [GatewayError, ...GatewayError[]] | undefined {
  const list = Array.isArray(body) ? body : objectIn(body)?.errors;
  if (!Array.isArray(list)) return undefined;
  const [first, ...rest] = list.map((entry) => ({
    code: textIn(objectIn(entry)?.code) ?? '',
    message: textIn(objectIn(entry)?.message) ?? '',
  }));
  return first && [first, ...rest];
}

function pageIn(links: unknown): string | undefined {
  if (!Array.isArray(links)) return undefined;
  const page = links.map(objectIn).find((link) => link?.rel === 'html');
  const href = textIn(page?.href);
  return href !== undefined && URL.canParse(href) ? href : undefined;
}
