import { type BankCode, type BankFields, type BoletoError, bankOf, parseBoleto } from '../../boleto/index.js';
import type { SlipAddress, SlipCharges, SlipData, SlipParty, SlipPrice } from '../../boleto/slip/index.js';
import type { Address, Boleto, NewBoleto } from '../boletos/boleto.js';
import { ISSUERS } from '../issuers/issuers.js';
import { saoPauloDate } from '../sao-paulo.js';

/** Its slips show an account, and `issuer_account` is the convênio. */
const BANCO_DO_BRASIL = '001';

/** A boleto's fields from the API, and what its slip shows besides. */
export type Drawable = NewBoleto & Pick<Boleto, 'barcode' | 'title_id' | 'created_at'>;

/**
 * Returns what the slip of a boleto shows. Of a field that the boleto lacks it returns an empty text, which the drawing
 * refuses: `missingOnSlip` names those fields.
 */
export function slipOf(boleto: Drawable): SlipData {
  const barcode = boleto.barcode ?? '';
  const { fields } = parseBoleto(barcode, { referenceDate: boleto.expiration_date });
  return {
    boleto: { barcode, formattedTitleId: printedTitleId(boleto, fields) },
    dueDate: boleto.expiration_date,
    ...printedNumbers(boleto, fields),
    beneficiary: {
      ...partyOf(boleto.company_name, boleto.company_document_number, null),
      address: addressOf(boleto.company_address ?? {}),
    },
    payer: partyOf(boleto.payer_name, boleto.payer_document_number, boleto.payer_address),
    ...(boleto.final_beneficiary ? { finalBeneficiary: finalBeneficiaryOf(boleto.final_beneficiary) } : {}),
    documentNumber: String(boleto.title_id),
    ...(boleto.document_type ? { documentKind: boleto.document_type } : {}),
    documentDate: saoPauloDate(boleto.created_at),
    charges: chargesOf(boleto),
    instructions: boleto.instructions?.split(/\r?\n/) ?? [],
  };
}

type Fields = ReturnType<typeof parseBoleto>['fields'];

/**
 * Returns the title's number as its bank prints it. It reads the barcode, because the bank may have numbered the title
 * itself. If the library cannot issue the barcode's layout, it returns the number as it is.
 */
function printedTitleId({ issuer, title_id }: Drawable, fields: Fields): string {
  if (!fields) return String(title_id);
  try {
    const bank = bankOf(ISSUERS[issuer].bank as BankCode);
    return bank.encode(fields as unknown as BankFields).titleId.formatted;
  } catch (error) {
    if (isBoletoError(error)) return fields.titleId ?? String(title_id);
    throw error;
  }
}

/**
 * Returns the numbers of the beneficiary, of which the library prints those that the bank prints. If the layout of the
 * barcode is unknown, the slip shows agency and account as the API has them; so it does at Banco do Brasil without the
 * account's number.
 */
function printedNumbers(boleto: Drawable, fields: Fields): Partial<SlipData> {
  const { issuer_agency: agency, issuer_account, issuer_bank_account, issuer_wallet: wallet } = boleto;
  const isOfBankAccount = ISSUERS[boleto.issuer].bank === BANCO_DO_BRASIL;
  const account = isOfBankAccount ? issuer_bank_account : issuer_account;
  if (!fields || (!account && fields.account === undefined)) {
    return { agencyAndCode: `${agency}/${issuer_account}`, wallet };
  }
  // The digit is that of `issuer_bank_account`, if the boleto has one.
  const hasDigit =
    isOfBankAccount ||
    !issuer_bank_account ||
    withoutZeros(issuer_bank_account) === withoutZeros(issuer_account);
  return {
    account: {
      agency,
      ...(account ? { account } : {}),
      ...given('agencyDigit', boleto.issuer_agency_digit),
      ...given('accountDigit', hasDigit ? boleto.issuer_account_digit : null),
    },
  };
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

/** Returns a property of that name, unless there is no value. */
function given<Name extends string, Value>(name: Name, value: Value | null | undefined) {
  return (value === null || value === undefined ? {} : { [name]: value }) as {
    readonly [Key in Name]?: Value;
  };
}

function chargesOf(boleto: Drawable): SlipCharges {
  const { interest, fine, discounts, days_to_expire, divergent_payment } = boleto;
  return {
    ...given(
      'interest',
      isNothing(interest) ? null : { ...priceOf(interest), ...given('days', interest.days) },
    ),
    ...given('fine', isNothing(fine) ? null : { ...priceOf(fine), ...given('days', fine.days) }),
    discounts: (discounts ?? [])
      .filter((discount) => !isNothing(discount))
      .map((discount) => ({ ...priceOf(discount), until: discount.until })),
    ...given('daysToExpire', days_to_expire),
    ...given('divergentPayment', divergent_payment && given('minimum', divergent_payment.amount)),
  };
}

interface Price {
  readonly percentage?: number | null | undefined;
  readonly amount?: number | null | undefined;
}

/** The API accepts 0 % as a charge. */
function isNothing(price: Price | null): price is null {
  return !price || (!price.percentage && !price.amount);
}

function priceOf({ percentage, amount }: Price): SlipPrice {
  return { ...given('percentage', percentage), ...given('amount', amount) };
}

function partyOf(name: string | null, document: string | null, address: Address | null): SlipParty {
  return {
    name: name ?? '',
    document: document ?? '',
    ...(address ? { address: addressOf(address) } : {}),
  };
}

function finalBeneficiaryOf(given: NonNullable<NewBoleto['final_beneficiary']>): SlipParty {
  return partyOf(given.name, given.document_number, given.address ?? null);
}

function addressOf(address: Address): SlipAddress {
  const parts = {
    street: address.street,
    streetNumber: address.street_number,
    complement: address.complementary,
    neighborhood: address.neighborhood,
    city: address.city,
    state: address.state,
    zipCode: address.zipcode,
  };
  const given = Object.entries(parts).filter(([, part]) => part !== undefined && part !== null);
  return Object.fromEntries(given.map(([name, part]) => [name, String(part)]));
}

/** Compares names: the slip module is imported on demand, and a loader may give it its own copy of the class. */
export function isBoletoError(error: unknown): error is BoletoError {
  return error instanceof Error && error.name === 'BoletoError';
}
