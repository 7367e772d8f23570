import { plainDocument } from '../../boleto/index.js';
import type { NewBoleto } from '../boletos/boleto.js';
import { GIVEN } from '../boletos/fields.js';
import type { CreateBody } from '../boletos/schema.js';
import { newId } from '../id.js';
import { wantsRegistration } from './rules.js';

/** The origin of a boleto. */
export interface Origin {
  readonly environment: string;
  readonly tenantId: string;
  readonly requestId: string;
  /** W3C trace context, if the caller sent one. */
  readonly traceparent: string | null;
}

/**
 * Returns what to store of a checked body: with defaults, with documents without punctuation, with null for the rest.
 */
export function newBoleto(body: CreateBody, origin: Origin): NewBoleto {
  const { title_id: _, ...given } = withNulls(body);
  return {
    ...given,
    tenant_id: origin.tenantId,
    request_id: origin.requestId,
    traceparent: origin.traceparent,
    token: given.token ?? newId(`${origin.environment}_`),
    register: wantsRegistration(given.register),
    payer_document_type: given.payer_document_type || null,
    payer_document_number: storedDocument(given.payer_document_number),
    company_document_number: storedDocument(given.company_document_number),
    final_beneficiary: given.final_beneficiary && {
      ...given.final_beneficiary,
      document_number: plainDocument(given.final_beneficiary.document_number),
    },
    discounts: given.discounts?.length ? given.discounts : null,
  };
}

/** A body in which no field is left out. */
type FullBody = {
  readonly [Name in keyof CreateBody]-?:
    | Exclude<CreateBody[Name], undefined>
    | (undefined extends CreateBody[Name] ? null : never);
};

function withNulls(body: CreateBody): FullBody {
  return Object.fromEntries(GIVEN.map((name) => [name, body[name] ?? null])) as FullBody;
}

function storedDocument(text: string | null): string | null {
  return text ? plainDocument(text) : null;
}
