import type { Boleto } from '../boletos/boleto.js';
import type { Registration } from '../boletos/status.js';
import type { RequestIds } from '../log.js';

export interface Attempt {
  /**
   * 1 for the first attempt. From the second on the bank may already hold the title: verify before registering again.
   */
  readonly number: number;
  /** Id of the request that created the boleto, for the bank's own log. */
  readonly requestId: string | null;
  /** Aborted when an answer would come too late. */
  /** What a line of the log about this attempt carries. */
  readonly ids: RequestIds;
  readonly signal: AbortSignal;
}

/** Registers boletos at a bank or a gateway; each has a folder. An error that it throws counts as no answer. */
export interface Provider {
  register(boleto: Boleto, attempt: Attempt): Promise<Registration>;
}
