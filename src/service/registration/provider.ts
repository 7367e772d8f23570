import type { Boleto } from '../boletos/boleto.js';
import type { Outcome } from '../boletos/status.js';

/** What a provider made of an attempt. */
export interface Registration {
  /** `refused` only for a refusal that the bank states; anything unclear is pending and asked again. */
  readonly status: Outcome;
  /** The bank's own code, where it gave one. */
  readonly code: string | null;
  /** What the bank printed on its title, where it says so; checked against the boleto before it is stored. */
  readonly barcode?: string;
  readonly digitableLine?: string;
  /** Where the bank shows the boleto. */
  readonly boletoUrl?: string;
  /** The bank's own name of the title. */
  readonly issuerId?: string;
}

export interface Attempt {
  /** 1 for the first. From the second on the bank may hold the title already: verify before registering again. */
  readonly number: number;
  /** Of the request that created the boleto, for the bank's own log. */
  readonly requestId: string | null;
  /** Aborted when the answer would come too late. */
  readonly signal: AbortSignal;
}

/** Who registers a boleto: a bank or a gateway, one folder each. What it throws counts as no answer. */
export interface Provider {
  register(boleto: Boleto, attempt: Attempt): Promise<Registration>;
}
