import type { CreateBody } from './schema.js';
import type { BoletoStatus } from './status.js';

export type Address = NonNullable<CreateBody['payer_address']>;

/** Interest or fine: exactly one of `percentage` (per cent) and `amount` (cents). */
export type Charge = NonNullable<CreateBody['interest']>;

/** Fields of the body that the service fills in where the caller leaves them out. */
interface FilledIn {
  readonly token: string;
  readonly register: boolean;
}

/** Says which request created the boleto. */
interface Origin {
  readonly tenant_id: string;
  readonly request_id: string | null;
  /** W3C trace context of that request. */
  readonly traceparent: string | null;
}

/** The other fields of the body. The title id is not among them: the INSERT chooses it. */
type Given = Omit<CreateBody, keyof FilledIn | 'title_id'>;

/** A checked body, with null for what the caller left out, and its origin. The API and the table use the same names. */
export type NewBoleto = FilledIn &
  Origin & { readonly [Name in keyof Given]-?: Exclude<Given[Name], undefined | ''> };

/** A row of the table `boletos`. */
export interface Boleto extends NewBoleto {
  readonly id: string;
  readonly status: BoletoStatus;
  /** Cents. */
  readonly paid_amount: number;
  readonly issuer_id: string | null;
  readonly issuer_response_code: string | null;
  readonly title_id: number;
  /** 44 digits. Null until the bank answers, where the bank numbers the title. */
  readonly barcode: string | null;
  readonly digitable_line: string | null;
  readonly bank_response_code: string | null;
  readonly boleto_url: string | null;
  readonly registration_attempts: number;
  readonly attempts_allowed: number;
  /** How many events there have been. */
  readonly events: number;
  /** When an operator erased the payer's data. */
  readonly payer_erased_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}
