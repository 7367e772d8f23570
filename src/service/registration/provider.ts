import type { Boleto, Issuer } from '../boletos/boleto.js';
import type { Outcome } from '../boletos/status.js';
import { development } from './development/provider.js';

/** What a provider made of an attempt. */
export interface Registration {
  /** `refused` only for a refusal that the bank states; anything unclear is pending and asked again. */
  readonly status: Outcome;
  /** The bank's own code, where it gave one. */
  readonly code: string | null;
}

export interface Attempt {
  /** 1 for the first. From the second on the bank may hold the title already: verify before registering again. */
  readonly number: number;
  /** Aborted when the answer would come too late. */
  readonly signal: AbortSignal;
}

/** Who registers a boleto: a bank or a gateway, one folder each. What it throws counts as no answer. */
export interface Provider {
  register(boleto: Boleto, attempt: Attempt): Promise<Registration>;
}

const providers: Readonly<Partial<Record<Issuer, Provider>>> = { development };

/** Undefined for an issuer that nothing here is connected to. */
export function findProvider(issuer: string): Provider | undefined {
  return Object.hasOwn(providers, issuer) ? providers[issuer as Issuer] : undefined;
}
