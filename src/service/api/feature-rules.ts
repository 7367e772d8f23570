import { plainDocument } from '../../boleto/index.js';
import { FEATURES, type Features } from '../issuers/features.js';
import { type Issuer, isIssuer } from '../issuers/issuers.js';
import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/**
 * Checks the fields of a boleto that is to be registered against what its issuer's provider and bank can be told. What
 * they cannot be told is an error: the bank would refuse the title, or hold another one than the caller asked for.
 */
export function featureErrors(body: Body): FieldError[] {
  const { issuer } = body;
  if (typeof issuer !== 'string' || !isIssuer(issuer)) return [];
  const features = FEATURES[issuer];
  return [
    ...documentTypeErrors(body.document_type, issuer, features),
    ...unless(features.discounts || isNone(body.discounts), 'discounts', cannot(issuer, 'told of discounts')),
    ...unless(
      features.finalBeneficiary || isNone(body.final_beneficiary),
      'final_beneficiary',
      cannot(issuer, 'told of a final beneficiary'),
    ),
    ...unless(
      features.daysToExpire || isNone(body.days_to_expire),
      'days_to_expire',
      cannot(issuer, 'told how late it may be paid'),
    ),
    ...divergentErrors(body.divergent_payment, issuer, features),
    ...(features.lettersInCnpj === 'no' ? letterErrors(body, issuer) : []),
  ];
}

function documentTypeErrors(type: unknown, issuer: Issuer, { documentTypes }: Features): FieldError[] {
  if (typeof type !== 'string' || documentTypes === undefined || Object.hasOwn(documentTypes, type))
    return [];
  const known = Object.keys(documentTypes).join(', ');
  return [{ field: 'document_type', message: `must be one of [${known}] at ${issuer}` }];
}

function divergentErrors(given: unknown, issuer: Issuer, { divergentPayment }: Features): FieldError[] {
  const mode = membersOf(given).mode;
  if (mode !== 'any' && mode !== 'minimum') return [];
  if (divergentPayment.includes(mode)) return [];
  if (divergentPayment.length === 0) {
    return [{ field: 'divergent_payment', message: cannot(issuer, 'told of other amounts') }];
  }
  const known = divergentPayment.join(', ');
  return [{ field: 'divergent_payment.mode', message: `must be one of [${known}] at ${issuer}` }];
}

/** The gateway removes letters, and then refuses what is left as a wrong CNPJ. */
function letterErrors(body: Body, issuer: Issuer): FieldError[] {
  const documents = {
    payer_document_number: body.payer_document_number,
    company_document_number: body.company_document_number,
    'final_beneficiary.document_number': membersOf(body.final_beneficiary).document_number,
  };
  return Object.entries(documents)
    .filter(([, document]) => typeof document === 'string' && /[A-Z]/.test(plainDocument(document)))
    .map(([field]) => ({ field, message: `must not have letters at ${issuer}, which takes digits only` }));
}

function cannot(issuer: Issuer, what: string): string {
  return `must be left out at ${issuer}, which cannot be ${what}`;
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function membersOf(value: unknown): Body {
  return typeof value === 'object' && value !== null ? (value as Body) : {};
}

function unless(isRight: boolean, field: string, message: string): FieldError[] {
  return isRight ? [] : [{ field, message }];
}
