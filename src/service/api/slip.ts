import type { SlipData } from '../../boleto/slip/index.js';
import type { Boleto } from '../boletos/boleto.js';
import { WITHOUT_SLIP } from '../boletos/status.js';
import { prefers } from '../http/accept.js';
import type { Answer } from '../http/answer.js';
import { conflict } from '../http/errors.js';
import type { Request } from '../http/request.js';
import { walletIn } from '../issuers/codes.js';
import type { Deadline } from '../lambda.js';
import { saoPauloDate } from '../sao-paulo.js';
import type { Service } from '../service.js';
import { withBeneficiary } from './beneficiary.js';
import { requestedBoleto } from './boletos.js';
import { isBoletoError, slipOf } from './slip-of-boleto.js';
import { apiFieldOf, lacksNumbers, missingOnSlip } from './slip-rules.js';

const BY_THE_OPERATOR = ': ask the operator to set it for the wallet';
/** The wallet can fill in what a boleto lacks of its beneficiary, also of one that exists. */
const WAY_OUT: Readonly<Record<string, string>> = {
  company_name: BY_THE_OPERATOR,
  company_document_number: BY_THE_OPERATOR,
  company_address: BY_THE_OPERATOR,
};

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
  return { status: 200, body: drawn(boleto, slipPdf), headers };
}

async function getSlipHtml(service: Service, request: Request): Promise<Answer> {
  const boleto = await payableBoleto(service, request);
  const { slipHtml } = await import('../../boleto/slip/index.js');
  const headers = {
    ...headersOf(boleto, 'text/html; charset=utf-8', 'html'),
    'content-security-policy': POLICY,
  };
  return { status: 200, body: drawn(boleto, slipHtml), headers };
}

async function payableBoleto(service: Service, request: Request): Promise<Boleto> {
  return await drawable(service, await requestedBoleto(service, request), request.deadline);
}

/** @throws HttpError 409 if the boleto has no slip */
async function drawable(service: Service, boleto: Boleto, deadline: Deadline): Promise<Boleto> {
  if (WITHOUT_SLIP.includes(boleto.status)) throw conflict('status', `a ${boleto.status} boleto has no slip`);
  if (boleto.payer_erased_at) {
    const day = saoPauloDate(boleto.payer_erased_at);
    throw conflict('payer_name', `the payer's data was erased on ${day}: the boleto has no slip any more`);
  }
  return await completed(service, boleto, deadline);
}

/**
 * Returns a boleto with what its wallet knows and the boleto lacks of its beneficiary, so that an operator can fill it in
 * for boletos that exist.
 */
export async function completed(
  { wallets }: Pick<Service, 'wallets'>,
  boleto: Boleto,
  deadline: Deadline,
): Promise<Boleto> {
  if (missingOnSlip(boleto).length === 0 && !lacksNumbers(boleto)) return boleto;
  const named = walletIn({ ...boleto });
  const wallet = named && (await wallets.findOwn(boleto.tenant_id, named, deadline));
  return withBeneficiary({ ...boleto }, wallet) as unknown as Boleto;
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
 * Draws a slip. POST verifies all that it shows, but a boleto may be older than that.
 *
 * @throws HttpError 409 for a field that the slip cannot show
 */
export function drawn<Slip>(boleto: Boleto, draw: (data: SlipData) => Slip): Slip {
  const [missing] = boleto.barcode ? missingOnSlip(boleto) : (['barcode'] as const);
  if (missing)
    throw conflict(
      missing,
      `the boleto has no ${missing}, and its slip has to show it${WAY_OUT[missing] ?? ''}`,
    );
  try {
    return draw(slipOf(boleto));
  } catch (error) {
    if (!isBoletoError(error)) throw error;
    throw conflict(apiFieldOf(error.field, boleto), `the slip cannot show it: ${error.message}`);
  }
}
