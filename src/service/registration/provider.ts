import type { Boleto } from '../boletos/boleto.js';
import type { Registration } from '../boletos/status.js';

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
