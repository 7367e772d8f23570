import type { BankCode } from '../../boleto/index.js';

/** The bank of each issuer, and the provider that registers there. Callers give the issuer's name. */
export const ISSUERS = {
  /** No bank: it prints Bradesco's barcode. */
  development: { bank: '237', provider: 'development' },
  bradesco: { bank: '237', provider: 'bradesco' },
  'boleto-api-bradesco-shopfacil': { bank: '237', provider: 'boleto-api' },
  'boleto-api-caixa': { bank: '104', provider: 'boleto-api' },
  'boleto-api-itau': { bank: '341', provider: 'boleto-api' },
  'boleto-api-banco-do-brasil': { bank: '001', provider: 'boleto-api' },
  'boleto-api-santander': { bank: '033', provider: 'boleto-api' },
  'boleto-api-stone': { bank: '197', provider: 'boleto-api' },
} as const satisfies Readonly<Record<string, { bank: BankCode; provider: string }>>;

export type Issuer = keyof typeof ISSUERS;
export type ProviderName = (typeof ISSUERS)[Issuer]['provider'];

/** Whether a text is the name of an issuer. */
export function isIssuer(name: string): name is Issuer {
  return Object.hasOwn(ISSUERS, name);
}

/**
 * Returns the series in which an issuer's title ids (nossos números) are unique. All issuers of one bank share the
 * bank's series, whatever provider they use; `development` has its own.
 */
export function titleSeriesOf(issuer: Issuer): string {
  return issuer === 'development' ? issuer : ISSUERS[issuer].bank;
}
