import type { Secrets } from '../database/credentials.js';
import type { Settings } from '../settings.js';
import { development } from './development/provider.js';
import { ISSUERS, isIssuer, type ProviderName } from './issuers.js';
import type { Provider } from './provider.js';

/** The providers that this environment is connected to. */
export interface Providers {
  /** Undefined for an issuer that nothing here is connected to. */
  find(issuer: string): Provider | undefined;
}

/**
 * @param secrets opened at the first credential that is needed
 */
export function createProviders(_settings: Settings, _secrets: () => Promise<Secrets>): Providers {
  const providers: Readonly<Partial<Record<ProviderName, Provider>>> = { development };
  return { find: (issuer) => (isIssuer(issuer) ? providers[ISSUERS[issuer].provider] : undefined) };
}
