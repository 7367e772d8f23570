import { plainDocument } from '../../boleto/index.js';
import type { NewBoleto } from '../boletos/boleto.js';
import type { CreateBody } from '../boletos/schema.js';
import { newId } from '../id.js';
import { wantsRegistration } from './rules.js';

/** Where a boleto comes from. */
export interface Origin {
  readonly environment: string;
  readonly tenantId: string;
  readonly requestId: string;
  /** W3C trace context, where the caller sent one. */
  readonly traceparent: string | null;
}

/** What to store of a checked body: defaults filled in, documents as plain text, nothing left undefined. */
export function newBoleto(body: CreateBody, origin: Origin): NewBoleto {
  return {
    tenant_id: origin.tenantId,
    request_id: origin.requestId,
    traceparent: origin.traceparent,
    token: body.token ?? newId(`${origin.environment}_`),
    queue_url: body.queue_url,
    register: wantsRegistration(body.register),
    expiration_date: body.expiration_date,
    amount: body.amount,
    interest: body.interest ?? null,
    fine: body.fine ?? null,
    instructions: body.instructions ?? null,
    issuer: body.issuer,
    issuer_account: body.issuer_account,
    issuer_agency: body.issuer_agency,
    issuer_wallet: body.issuer_wallet,
    payer_name: body.payer_name ?? null,
    payer_document_type: body.payer_document_type || null,
    payer_document_number: storedDocument(body.payer_document_number),
    payer_address: body.payer_address ?? null,
    external_id: body.external_id ?? null,
    company_name: body.company_name ?? null,
    company_document_number: storedDocument(body.company_document_number),
    company_address: body.company_address ?? null,
    rules: body.rules ?? null,
    reference_id: body.reference_id ?? null,
  };
}

function storedDocument(text: string | null | undefined): string | null {
  return text ? plainDocument(text) : null;
}
