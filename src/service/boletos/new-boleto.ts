import { formatDigitableLine, issue, plainDocument } from '../../boleto/index.js';
import type { Boleto, NewBoleto } from './boleto.js';
import { newId } from './id.js';
import { wantsRegistration } from './rules.js';
import type { CreateBody } from './schema.js';

/** What to store of a checked body: defaults filled in, documents as plain text, nothing left undefined. */
export function newBoleto(body: CreateBody, environment: string): NewBoleto {
  return {
    token: body.token ?? newId(`${environment}_`),
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

/** Barcode and printed digitable line. Both issuers are Bradesco's: `development` is its twin without a bank behind it. */
export function codesOf(boleto: NewBoleto, titleId: number): Pick<Boleto, 'barcode' | 'digitable_line'> {
  const { barcode, digitableLine } = issue({
    bank: '237',
    dueDate: boleto.expiration_date,
    amount: boleto.amount,
    agency: boleto.issuer_agency,
    account: boleto.issuer_account,
    wallet: boleto.issuer_wallet,
    titleId,
  });
  return { barcode, digitable_line: formatDigitableLine(digitableLine) };
}
