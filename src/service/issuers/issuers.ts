import type { BankCode } from '../../boleto/index.js';

/** Whose boleto it is and who registers it there, by the name that callers give. */
export const ISSUERS = {
  /** No bank behind it; it prints Bradesco's barcode. */
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

export function isIssuer(name: string): name is Issuer {
  return Object.hasOwn(ISSUERS, name);
}

/**
 * Within which names of titles (nossos números) are unique: a bank's, however it is reached; those of `development`
 * are nobody else's.
 */
export function titlesOf(issuer: Issuer): string {
  return issuer === 'development' ? issuer : ISSUERS[issuer].bank;
}
