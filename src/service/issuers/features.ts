import type { DocumentType } from './document-types.js';
import type { Issuer } from './issuers.js';

/** What an issuer's provider and bank can be told of a boleto that they register. */
export interface Features {
  /** The kinds of document, each with the provider's word for it. Undefined: any kind, because nobody is told. */
  readonly documentTypes: Readonly<Partial<Record<DocumentType, string>>> | undefined;
  readonly discounts: boolean;
  readonly finalBeneficiary: boolean;
  readonly daysToExpire: boolean;
  readonly divergentPayment: readonly ('any' | 'minimum')[];
  /** Interest and fine. `unknown`: the gateway reads them; nothing shows that the bank is told. */
  readonly charges: 'yes' | 'unknown';
  /** A CNPJ with letters. `unknown`: it is sent as it is, and the bank may refuse it. */
  readonly lettersInCnpj: 'yes' | 'no' | 'unknown';
}

/** What every bank of the gateway has in common: it removes letters from documents, and knows no discount. */
const GATEWAY = {
  discounts: false,
  finalBeneficiary: false,
  daysToExpire: false,
  divergentPayment: [],
  charges: 'unknown',
  lettersInCnpj: 'no',
} as const satisfies Omit<Features, 'documentTypes'>;

/**
 * The features by issuer. POST /boletos refuses what is not here, because the bank would refuse the title, or register
 * another one than the caller asked for, and its number would be spent. docs/providers.md shows this as a table, which
 * scripts/feature-table.ts writes.
 *
 * Source: apiregistro's fields and response codes (9300521, 9300545, 9300580); mundipagg/boleto-api: its models, the
 * banks' boleto types, the templates of its requests and their tests.
 */
export const FEATURES: Readonly<Record<Issuer, Features>> = {
  development: {
    documentTypes: undefined,
    discounts: true,
    finalBeneficiary: true,
    daysToExpire: true,
    divergentPayment: ['any', 'minimum'],
    charges: 'yes',
    lettersInCnpj: 'yes',
  },
  bradesco: {
    documentTypes: { OU: '99' },
    discounts: true,
    finalBeneficiary: true,
    daysToExpire: false,
    divergentPayment: [],
    charges: 'yes',
    lettersInCnpj: 'unknown',
  },
  'boleto-api-bradesco-shopfacil': {
    ...GATEWAY,
    documentTypes: { DM: 'DM', DS: 'DS', NP: 'NP', RC: 'RC', OU: 'OUT' },
  },
  'boleto-api-caixa': {
    ...GATEWAY,
    documentTypes: { OU: 'OUT' },
    finalBeneficiary: true,
    daysToExpire: true,
    divergentPayment: ['any'],
    charges: 'yes',
  },
  'boleto-api-itau': {
    ...GATEWAY,
    documentTypes: { DM: 'DM', DS: 'DS', NP: 'NP', RC: 'RC', BDP: 'BDP', OU: 'OUT' },
  },
  'boleto-api-banco-do-brasil': {
    ...GATEWAY,
    documentTypes: { DM: 'DM', DS: 'DS', NP: 'NP', RC: 'RC', ND: 'ND', CH: 'CH' },
  },
  'boleto-api-santander': {
    ...GATEWAY,
    documentTypes: { DM: 'DM', DS: 'DS', NP: 'NP', RC: 'RC', CH: 'CH', BDP: 'BDP', OU: 'OUT' },
  },
  'boleto-api-stone': { ...GATEWAY, documentTypes: { DM: 'DM' }, charges: 'yes' },
};

/**
 * Returns the provider's word for a kind of document.
 *
 * @returns undefined if the boleto has no kind, or its issuer is told none
 * @example documentTypeAt('boleto-api-itau', 'OU') // 'OUT'
 */
export function documentTypeAt(issuer: Issuer, type: string | null): string | undefined {
  return FEATURES[issuer].documentTypes?.[type as DocumentType];
}
