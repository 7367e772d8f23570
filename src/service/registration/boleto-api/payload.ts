import type { Address, Boleto, Charge } from '../../boletos/boleto.js';
import { codesOf } from '../../issuers/codes.js';
import { documentTypeAt } from '../../issuers/features.js';
import { ISSUERS } from '../../issuers/issuers.js';
import { bankBytes, bankDigits, bankText, stateCode } from '../bank-text.js';
import { accessOf, type BankAccess, type BoletoApiCredentials } from './credentials.js';

/** The gateway limits the instructions by bytes. */
const INSTRUCTIONS_BYTES = 220;
const TEXT_WIDTH = 60;
/** Position in Itaú's barcode, from 0, of the check digit of agency and account. */
const ITAU_ACCOUNT_DIGIT = 40;
const LONGEST_PAST_DUE = 60;

/**
 * Longest name at each bank, in characters. The gateway itself cuts by bytes, possibly in the middle of a character.
 */
const NAME_WIDTHS: Readonly<Record<string, number>> = { '001': 60, '341': 30 };
const NAME_WIDTH = 40;

/**
 * Makes the body of POST /v2/boleto/register. Source: mundipagg/boleto-api, its models and the banks' templates.
 *
 * @param requestKey the request's id, for the gateway's own log
 * @throws SuperbowletoError PROVIDER_CREDENTIALS
 */
export function registerPayload(
  boleto: Boleto,
  credentials: BoletoApiCredentials,
  requestKey: string,
): Record<string, unknown> {
  const access = accessOf(credentials, boleto.issuer);
  const { bank } = ISSUERS[boleto.issuer];
  const nameWidth = NAME_WIDTHS[bank] ?? NAME_WIDTH;
  return {
    bankNumber: Number(bank),
    authentication: {
      ...(access.username === undefined ? {} : { username: access.username }),
      ...(access.password === undefined ? {} : { password: access.password }),
      ...(access.accessKey === undefined ? {} : { accessKey: access.accessKey }),
    },
    ...(bank === '197' ? {} : { agreement: agreement(boleto, access) }),
    title: title(boleto),
    ...beneficiaries(boleto, access, nameWidth),
    buyer: person(boleto.payer_name, boleto.payer_document_number, boleto.payer_address, nameWidth),
    requestKey,
  };
}

/**
 * Returns who gets the money. An intermediary at Caixa is the recipient itself, and names the company for which it issues
 * as guarantor. A final beneficiary is the guarantor, whoever the recipient is; only Caixa is told of one. Source:
 * mundipagg/boleto-api, models/boleto.go; pagarme/superbowleto always did so.
 */
function beneficiaries(boleto: Boleto, { recipient }: BankAccess, nameWidth: number) {
  const { company_name, company_document_number, company_address } = boleto;
  const company = person(company_name, company_document_number, company_address, nameWidth);
  if (boleto.issuer !== 'boleto-api-caixa') return { recipient: company };
  const { final_beneficiary: final } = boleto;
  const guarantor = final ? person(final.name, final.document_number, null, nameWidth) : recipient && company;
  return {
    recipient: recipient ? person(recipient.name, recipient.document, company_address, nameWidth) : company,
    ...(guarantor ? { payeeGuarantor: { name: guarantor.name, document: guarantor.document } } : {}),
  };
}

/** Maps our fields to the gateway's, as issuers/codes.ts does for the barcode. */
function agreement(boleto: Boleto, { walletVariation }: BankAccess) {
  const { bank } = ISSUERS[boleto.issuer];
  return {
    // The beneficiary at Caixa and Santander, the convênio at Banco do Brasil. The others only require a number above
    // 0.
    agreementNumber: Number(boleto.issuer_account),
    wallet: Number(boleto.issuer_wallet),
    ...(walletVariation === undefined ? {} : { walletVariation }),
    agency: boleto.issuer_agency.padStart(4, '0'),
    // The gateway wants an account beside the convênio of Banco do Brasil.
    account: (bank === '001' ? boleto.issuer_bank_account : null) ?? boleto.issuer_account,
    ...(boleto.issuer_agency_digit === null ? {} : { agencyDigit: boleto.issuer_agency_digit }),
    ...accountDigit(boleto),
  };
}

/** Itaú's is in the barcode, whether the boleto names it or not. */
function accountDigit(boleto: Boleto) {
  if (boleto.issuer === 'boleto-api-itau') {
    return { accountDigit: codesOf(boleto, boleto.title_id)?.barcode.charAt(ITAU_ACCOUNT_DIGIT) };
  }
  return boleto.issuer_account_digit === null ? {} : { accountDigit: boleto.issuer_account_digit };
}

function title(boleto: Boleto) {
  const rules = boleto.issuer === 'boleto-api-caixa' ? caixaRules(boleto) : undefined;
  const boletoType = documentTypeAt(boleto.issuer, boleto.document_type);
  return {
    expireDate: boleto.expiration_date,
    amountInCents: boleto.amount,
    // Stone numbers the title itself.
    ...(boleto.issuer === 'boleto-api-stone' ? {} : { ourNumber: boleto.title_id }),
    instructions: bankBytes(bankText(boleto.instructions, INSTRUCTIONS_BYTES), INSTRUCTIONS_BYTES),
    documentNumber: String(boleto.title_id),
    // Without one the gateway chooses the bank's usual kind.
    ...(boletoType === undefined ? {} : { boletoType }),
    ...(rules === undefined ? {} : { rules }),
    ...(boleto.interest || boleto.fine ? { fees: fees(boleto) } : {}),
  };
}

/**
 * Returns what the caller says of days and amounts; the rest, or all of it, follows from the caller's rule or, without
 * one, from the wallet: 25 may be paid until the due date, 26 also later. Without any of them Caixa takes no day and no
 * other amount.
 */
function caixaRules(boleto: Boleto) {
  const { days_to_expire: days, divergent_payment: divergent } = boleto;
  const usual = usualRules(boleto);
  if (days === null && divergent === null) return usual;
  return {
    acceptDivergentAmount:
      divergent !== null || (boleto.rules !== null && (usual?.acceptDivergentAmount ?? false)),
    maxDaysToPayPastDue: days ?? usual?.maxDaysToPayPastDue ?? 0,
  };
}

function usualRules({ rules, issuer_wallet: wallet }: Boleto) {
  const strict = rules?.includes('strict_expiration_date') ?? false;
  const lenient = rules?.includes('no_strict') ?? false;
  if (strict || (!lenient && wallet === '25'))
    return { acceptDivergentAmount: false, maxDaysToPayPastDue: 0 };
  if (lenient || wallet === '26') {
    return { acceptDivergentAmount: true, maxDaysToPayPastDue: LONGEST_PAST_DUE };
  }
  return undefined;
}

function fees({ fine, interest }: Boleto) {
  return {
    ...(fine
      ? {
          fine: {
            daysAfterExpirationDate: daysOf(fine),
            amountInCents: fine.amount ?? 0,
            percentageOnTotal: fine.percentage ?? 0,
          },
        }
      : {}),
    ...(interest
      ? {
          interest: {
            daysAfterExpirationDate: daysOf(interest),
            amountPerDayInCents: interest.amount ?? 0,
            percentagePerMonth: interest.percentage ?? 0,
          },
        }
      : {}),
  };
}

function daysOf({ days }: Charge): number {
  return days ?? 1;
}

function person(name: string | null, document: string | null, address: Address | null, nameWidth: number) {
  return {
    name: bankText(name, nameWidth),
    document: { type: document?.length === 11 ? 'CPF' : 'CNPJ', number: document ?? '' },
    address: {
      street: bankText(address?.street, TEXT_WIDTH),
      number: bankText(address?.street_number, 10),
      complement: bankText(address?.complementary, TEXT_WIDTH),
      zipCode: bankDigits(address?.zipcode, 8),
      city: bankText(address?.city, TEXT_WIDTH),
      district: bankText(address?.neighborhood, TEXT_WIDTH),
      stateCode: stateCode(address?.state),
    },
  };
}
