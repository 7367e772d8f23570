import type { Issuer } from '../issuers/issuers.js';
import type { BoletoStatus } from './status.js';

export interface Address {
  readonly zipcode?: string | null;
  readonly street?: string | null;
  readonly street_number?: string | number | null;
  readonly complementary?: string | null;
  readonly neighborhood?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
}

/** Interest or fine: of `percentage` (per cent) and `amount` (cents), exactly one. */
export interface Charge {
  readonly percentage?: number | null;
  readonly amount?: number | null;
  readonly days?: number | null;
}

/** What a caller gives, checked. The names are the API's and the table's. */
export interface NewBoleto {
  readonly tenant_id: string;
  readonly token: string;
  readonly queue_url: string;
  readonly register: boolean;
  /** Civil date, `YYYY-MM-DD`. */
  readonly expiration_date: string;
  /** Cents. */
  readonly amount: number;
  readonly interest: Charge | null;
  readonly fine: Charge | null;
  readonly instructions: string | null;
  readonly issuer: Issuer;
  readonly issuer_account: string;
  readonly issuer_agency: string;
  readonly issuer_wallet: string;
  readonly payer_name: string | null;
  readonly payer_document_type: 'cpf' | 'cnpj' | null;
  readonly payer_document_number: string | null;
  readonly payer_address: Address | null;
  readonly external_id: string | null;
  readonly company_name: string | null;
  readonly company_document_number: string | null;
  readonly company_address: Address | null;
  readonly rules: readonly string[] | null;
  readonly reference_id: string | null;
  /** Of the request that creates it. */
  readonly request_id: string | null;
  /** W3C trace context of that request. */
  readonly traceparent: string | null;
}

/** A row of the table `boletos`. */
export interface Boleto extends NewBoleto {
  readonly id: string;
  readonly status: BoletoStatus;
  readonly paid_amount: number;
  readonly issuer_id: string | null;
  readonly issuer_response_code: string | null;
  readonly title_id: number;
  /** Null until the bank says it, where the bank allocates the title. */
  readonly barcode: string | null;
  readonly digitable_line: string | null;
  readonly bank_response_code: string | null;
  readonly boleto_url: string | null;
  readonly registration_attempts: number;
  readonly attempts_allowed: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The answer's keys in the order that callers know. */
const PUBLIC_KEYS = [
  'id',
  'token',
  'queue_url',
  'status',
  'expiration_date',
  'amount',
  'paid_amount',
  'interest',
  'fine',
  'instructions',
  'issuer',
  'issuer_account',
  'issuer_agency',
  'issuer_wallet',
  'issuer_id',
  'issuer_response_code',
  'title_id',
  'barcode',
  'digitable_line',
  'payer_name',
  'payer_document_type',
  'payer_document_number',
  'payer_address',
  'external_id',
  'company_name',
  'company_document_number',
  'company_address',
  'bank_response_code',
  'rules',
  'boleto_url',
  'reference_id',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof Boleto)[];

/** A boleto as the API shows it. */
export function presentBoleto(boleto: Boleto): Record<string, unknown> {
  const shown = Object.fromEntries(PUBLIC_KEYS.map((key) => [key, boleto[key]]));
  return { ...shown, object: 'boleto' };
}
