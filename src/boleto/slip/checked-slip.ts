import { findBank } from '../banks/index.js';
import { printAccount } from '../banks/print-account.js';
import { formatDigitableLine } from '../digitable-line.js';
import { isValidCnpj, isValidCpf, maskedDocument, plainDocument } from '../documents.js';
import { dueDateFactor } from '../due-date-factor.js';
import { BoletoError, refuse } from '../errors.js';
import { parseBoleto } from '../parse.js';
import { type BrCode, parse as parsePix } from '../pix/br-code.js';
import { plainText } from '../text.js';
import { bankCodeWithDigit } from './bank-code.js';
import { chargeLines } from './charge-lines.js';
import { printedAmount, printedDate } from './printed.js';
import type { SlipAddress, SlipData, SlipParty } from './slip-data.js';

/** The values of a slip as they are printed. */
export interface SlipTexts {
  readonly barcode: string;
  readonly digitableLine: string;
  readonly bankName: string;
  readonly bankCode: string;
  readonly paymentPlace: string;
  readonly dueDate: string;
  readonly amount: string;
  readonly agencyAndCode: string;
  readonly titleId: string;
  readonly documentNumber: string;
  readonly documentKind: string;
  readonly acceptance: string;
  readonly documentDate: string;
  readonly processingDate: string;
  readonly wallet: string;
  readonly beneficiary: PartyTexts;
  readonly payer: PartyTexts;
  readonly finalBeneficiary: PartyTexts | undefined;
  readonly instructions: readonly string[];
  readonly statement: readonly string[];
  readonly pix: string | undefined;
}

export interface PartyTexts {
  readonly name: string;
  /** `529.982.247-25` or `12.ABC.345/01DE-35`; `***.982.247-**` if it is masked. */
  readonly document: string;
  /** On one line; empty if unknown. */
  readonly address: string;
}

const PAYABLE_ANYWHERE = 'PAGÁVEL EM QUALQUER BANCO';
/** Longest merchant-presented QR code of EMV, in characters. */
const LONGEST_PIX = 512;

/**
 * Checks the data of a slip and returns it as it is printed.
 *
 * @throws {BoletoError} with the field that is missing, contradicts the barcode, or is not a document or a date
 */
export function checkedSlip(data: SlipData): SlipTexts {
  const documentDate = printedDate('documentDate', data.documentDate);
  const parsed = parseBoleto(requiredText('boleto.barcode', data.boleto?.barcode), {
    referenceDate: data.documentDate,
  });
  const printed =
    data.agencyAndCode === undefined || data.wallet === undefined
      ? printAccount(parsed.bank, parsed.fields, data.account ?? {})
      : undefined;
  const acceptance = data.acceptance ?? 'N';
  if (!['A', 'N', 'S'].includes(acceptance)) {
    refuse('NOT_ALLOWED', 'acceptance', 'acceptance must be A, N or S', 'A, N, S');
  }
  return {
    barcode: parsed.barcode,
    digitableLine: formatDigitableLine(parsed.digitableLine),
    bankName: requiredText('bankName', data.bankName ?? findBank(parsed.bank)?.name),
    bankCode: bankCodeWithDigit(parsed.bank),
    paymentPlace: printable(data.paymentPlace ?? PAYABLE_ANYWHERE),
    dueDate: printedDueDate(data.dueDate, parsed.dueDateFactor ?? 0),
    amount: printedAmount(parsed.amount),
    agencyAndCode: requiredText('agencyAndCode', data.agencyAndCode ?? printed?.agencyAndCode),
    titleId: requiredText('boleto.formattedTitleId', data.boleto.formattedTitleId),
    documentNumber: printable(data.documentNumber ?? ''),
    documentKind: printable(data.documentKind ?? ''),
    acceptance,
    documentDate,
    processingDate:
      data.processingDate === undefined ? documentDate : printedDate('processingDate', data.processingDate),
    wallet:
      printed?.wallet === ''
        ? printable(data.wallet ?? '')
        : requiredText('wallet', data.wallet ?? printed?.wallet),
    ...printedParties(data),
    instructions: [
      ...chargeLines(data.charges ?? {}, data.dueDate, parsed.amount),
      ...printedLines(data.instructions),
    ],
    statement: printedLines(data.statement),
    pix: data.pix === undefined ? undefined : checkedPix(data.pix.trim(), parsed.amount),
  };
}

/** Returns a text in the characters of the standard fonts of PDF. */
function printable(text: string): string {
  return plainText(text, 'win-ansi');
}

function requiredText(field: string, value: string | undefined): string {
  const text = typeof value === 'string' ? printable(value) : '';
  if (text !== '') return text;
  refuse('MISSING', field, `${field} is missing: the slip has to show it`);
}

function printedDueDate(dueDate: string | null, factor: number): string {
  if (dueDate === null && factor === 0) return 'CONTRA APRESENTAÇÃO';
  if (dueDate === null) {
    const message = `dueDate is missing: the barcode has the due date factor ${factor}`;
    refuse('MISSING', 'dueDate', message, factor);
  }
  const printed = printedDate('dueDate', dueDate);
  if (factor === 0 || dueDateFactor(dueDate) === factor) return printed;
  const message = `dueDate ${dueDate} has the factor ${dueDateFactor(dueDate)}, and the barcode has ${factor}`;
  refuse('INVALID_DATE', 'dueDate', message, factor);
}

function printedBeneficiary(party: SlipParty): PartyTexts {
  const texts = printedParty('beneficiary', party);
  return { ...texts, address: requiredText('beneficiary.address', texts.address) };
}

function printedParties(data: SlipData): Pick<SlipTexts, 'beneficiary' | 'payer' | 'finalBeneficiary'> {
  const beneficiary = printedBeneficiary(data.beneficiary);
  const payer = printedParty('payer', data.payer);
  const finalBeneficiary = data.finalBeneficiary && printedParty('finalBeneficiary', data.finalBeneficiary);
  if (!data.masksPayer) return { beneficiary, payer, finalBeneficiary };
  const document = maskedDocument(data.payer.document);
  // The payer may be the final beneficiary too.
  const masked = (party: PartyTexts) => (party.document === payer.document ? { ...party, document } : party);
  return {
    beneficiary,
    payer: masked(payer),
    finalBeneficiary: finalBeneficiary && masked(finalBeneficiary),
  };
}

function printedParty(field: string, party: SlipParty): PartyTexts {
  return {
    name: requiredText(`${field}.name`, party?.name),
    document: printedDocument(`${field}.document`, party.document),
    address: party.address ? printedAddress(party.address) : '',
  };
}

function printedDocument(field: string, document: string): string {
  const plain = plainDocument(document);
  if (isValidCpf(plain)) return plain.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
  if (isValidCnpj(plain)) return plain.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
  refuse('WRONG_CHECK_DIGIT', field, `${field} must be a CPF or CNPJ whose check digits are right`);
}

function printedAddress(address: SlipAddress): string {
  const street = joined(', ', address.street, address.streetNumber, address.complement);
  const zipCode = address.zipCode?.replace(/^(\d{5})-?(\d{3})$/, '$1-$2');
  const city = joined('/', address.city, address.state);
  return joined(' - ', street, address.neighborhood, city, zipCode && `CEP ${zipCode}`);
}

function joined(separator: string, ...parts: (string | undefined)[]): string {
  return parts
    .map((part) => printable(part ?? ''))
    .filter((part) => part !== '')
    .join(separator);
}

function printedLines(texts: readonly string[] | undefined): string[] {
  return (texts ?? []).flatMap((text) => text.split(/\r?\n/)).map(printable);
}

/** Checks that a BR Code is complete, and that it has no other amount than the boleto. */
function checkedPix(pix: string, amount: number): string {
  if (pix.length > LONGEST_PIX) {
    refuse('TOO_LONG', 'pix', `pix has ${pix.length} characters; ${LONGEST_PIX} fit`, LONGEST_PIX);
  }
  if (/[^ -~\u00a1-\u00ff]/.test(pix)) {
    refuse('NOT_ALLOWED', 'pix', 'pix has a character that the slip cannot print');
  }
  const code = readPix(pix);
  if (code.amount !== undefined && amount !== 0 && code.amount !== amount) {
    const message = `pix asks for ${printedAmount(code.amount)}, the barcode for ${printedAmount(amount)}`;
    refuse('NOT_ALLOWED', 'pix', message, amount);
  }
  return pix;
}

function readPix(pix: string): BrCode {
  try {
    return parsePix(pix);
  } catch (error) {
    if (error instanceof BoletoError) refuse(error.code, 'pix', `pix: ${error.message}`, error.limit);
    throw error;
  }
}
