import { type BankCode, type BankFields, type BoletoError, bankOf, parseBoleto } from '../../boleto/index.js';
import type { SlipAddress, SlipData, SlipParty } from '../../boleto/slip/index.js';
import type { Address, Boleto } from '../boletos/boleto.js';
import { WITHOUT_SLIP } from '../boletos/status.js';
import { prefers } from '../http/accept.js';
import type { Answer } from '../http/answer.js';
import { conflict } from '../http/errors.js';
import type { Request } from '../http/request.js';
import { saoPauloDate } from '../sao-paulo.js';
import type { Service } from '../service.js';
import { requestedBoleto } from './boletos.js';

const BANCO_DO_BRASIL = '001';

/** The page contains its styles. It may load nothing and run nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** GET /boletos/{id}/slip. Answers HTML, or a PDF if the request prefers one. */
export async function getSlip(service: Service, request: Request): Promise<Answer> {
  const wantsPdf = prefers(request.header('accept'), 'application/pdf', 'text/html');
  const { headers, ...answer } = await (wantsPdf ? getSlipPdf : getSlipHtml)(service, request);
  return { ...answer, headers: { ...headers, vary: 'Accept' } };
}

/** GET /boletos/{id}/slip.pdf */
export async function getSlipPdf(service: Service, request: Request): Promise<Answer> {
  const boleto = await payableBoleto(service, request);
  const { slipPdf } = await import('../../boleto/slip/index.js');
  const headers = headersOf(boleto, 'application/pdf', 'pdf');
  return { status: 200, body: drawn(() => slipPdf(slipOf(boleto))), headers };
}

async function getSlipHtml(service: Service, request: Request): Promise<Answer> {
  const boleto = await payableBoleto(service, request);
  const { slipHtml } = await import('../../boleto/slip/index.js');
  const headers = {
    ...headersOf(boleto, 'text/html; charset=utf-8', 'html'),
    'content-security-policy': POLICY,
  };
  return { status: 200, body: drawn(() => slipHtml(slipOf(boleto))), headers };
}

async function payableBoleto(service: Service, request: Request): Promise<Boleto> {
  const boleto = await requestedBoleto(service, request);
  if (WITHOUT_SLIP.includes(boleto.status)) throw conflict('status', `a ${boleto.status} boleto has no slip`);
  if (boleto.payer_erased_at) {
    const day = saoPauloDate(boleto.payer_erased_at);
    throw conflict('payer_name', `the payer's data was erased on ${day}: the boleto has no slip any more`);
  }
  return boleto;
}

/** A slip names who owes whom, so that nothing between here and the caller may store it. */
function headersOf({ id }: Boleto, type: string, extension: string): Record<string, string> {
  return {
    'content-type': type,
    'content-language': 'pt-BR',
    'content-disposition': `inline; filename="${id}.${extension}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  };
}

/**
 * Draws a slip. Only the drawing shows whether the instructions fit their place.
 *
 * @throws HttpError 409 for a field that the slip cannot show
 */
function drawn<Slip>(draw: () => Slip): Slip {
  try {
    return draw();
  } catch (error) {
    if (isBoletoError(error)) throw conflict(error.field, `the slip cannot show it: ${error.message}`);
    throw error;
  }
}

/** Compares names: the slip module is imported on demand, and a loader may give it its own copy of the class. */
function isBoletoError(error: unknown): error is BoletoError {
  return error instanceof Error && error.name === 'BoletoError';
}

export function slipOf(boleto: Boleto): SlipData {
  const barcode = required(boleto, 'barcode');
  return {
    boleto: { barcode, formattedTitleId: printedTitleId(boleto, barcode) },
    dueDate: boleto.expiration_date,
    ...printedNumbers(boleto, barcode),
    beneficiary: partyOf(boleto, 'company_name', 'company_document_number', boleto.company_address),
    payer: partyOf(boleto, 'payer_name', 'payer_document_number', boleto.payer_address),
    documentNumber: String(boleto.title_id),
    documentDate: saoPauloDate(boleto.created_at),
    instructions: boleto.instructions?.split(/\r?\n/) ?? [],
  };
}

/**
 * Returns the title's number as its bank prints it. It reads the barcode, because the bank may have numbered the title
 * itself. If the barcode's layout is unknown, it returns the boleto's own number.
 */
function printedTitleId({ title_id, expiration_date }: Boleto, barcode: string): string {
  const { bank, fields } = parseBoleto(barcode, { referenceDate: expiration_date });
  if (!fields) return String(title_id);
  return bankOf(bank as BankCode).encode(fields as unknown as BankFields).titleId.formatted;
}

/**
 * Returns the numbers of the beneficiary. If the layout of the barcode is unknown, the slip shows those of the boleto as
 * they are. So it does at Banco do Brasil, where `issuer_account` is the convênio.
 */
function printedNumbers(boleto: Boleto, barcode: string): Partial<SlipData> {
  const { issuer_agency: agency, issuer_account: account, issuer_wallet: wallet } = boleto;
  const { bank, fields } = parseBoleto(barcode, { referenceDate: boleto.expiration_date });
  const asTheyAre = !fields || (bank === BANCO_DO_BRASIL && fields.account === undefined);
  return asTheyAre ? { agencyAndCode: `${agency}/${account}`, wallet } : { account: { agency, account } };
}

type PrintedField =
  | 'barcode'
  | 'company_name'
  | 'company_document_number'
  | 'payer_name'
  | 'payer_document_number';

/** Returns a field that a boleto may lack but a slip must show. */
function required(boleto: Boleto, field: PrintedField): string {
  const value = boleto[field];
  if (value) return value;
  throw conflict(field, `the boleto has no ${field}, and its slip has to show it`);
}

function partyOf(
  boleto: Boleto,
  name: PrintedField,
  document: PrintedField,
  address: Address | null,
): SlipParty {
  return {
    name: required(boleto, name),
    document: required(boleto, document),
    ...(address ? { address: addressOf(address) } : {}),
  };
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
