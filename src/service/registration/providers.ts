import type { Secrets } from '../database/credentials.js';
import { ISSUERS, isIssuer, type ProviderName } from '../issuers/issuers.js';
import type { Settings } from '../settings.js';
import { BOLETO_API_SECRET_FORM, parseBoletoApiCredentials } from './boleto-api/credentials.js';
import { createBoletoApi } from './boleto-api/provider.js';
import { BRADESCO_SECRET_FORM, createBradesco, parseBradescoCredentials } from './bradesco/provider.js';
import { createProviderCredentials } from './credentials.js';
import { development } from './development/provider.js';
import type { Provider } from './provider.js';

/** The providers that this environment is connected to. */
export interface Providers {
  /** Returns undefined if this environment is not connected to the issuer's provider. */
  find(issuer: string): Provider | undefined;
}

/**
 * Creates the providers whose URLs the settings contain. Their credentials are the secrets
 * `<environment>/providers/bradesco` and `<environment>/providers/boleto-api`.
 *
 * @param secrets opened when a provider first needs its credentials
 */
export function createProviders(
  { environment, providerUrls }: Pick<Settings, 'environment' | 'providerUrls'>,
  secrets: () => Promise<Pick<Secrets, 'read'>>,
): Providers {
  const { bradesco, boletoApi } = providerUrls;
  const providers: Readonly<Partial<Record<ProviderName, Provider>>> = {
    development,
    ...(bradesco === undefined
      ? {}
      : {
          bradesco: createBradesco(
            bradesco,
            createProviderCredentials({
              name: `${environment}/providers/bradesco`,
              secrets,
              parse: parseBradescoCredentials,
              form: BRADESCO_SECRET_FORM,
            }),
          ),
        }),
    ...(boletoApi === undefined
      ? {}
      : {
          'boleto-api': createBoletoApi(
            boletoApi,
            createProviderCredentials({
              name: `${environment}/providers/boleto-api`,
              secrets,
              parse: parseBoletoApiCredentials,
              form: BOLETO_API_SECRET_FORM,
            }),
          ),
        }),
  };
  return { find: (issuer) => (isIssuer(issuer) ? providers[ISSUERS[issuer].provider] : undefined) };
}
