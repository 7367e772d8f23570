import { randomBytes } from 'node:crypto';
import type { Boleto } from '../../boletos/boleto.js';
import type { Answer } from '../../http/answer.js';
import type { HttpError } from '../../http/errors.js';
import type { Request } from '../../http/request.js';
import { describeFailure, log } from '../../log.js';
import { saoPauloDate } from '../../sao-paulo.js';
import type { Service } from '../../service.js';
import { completed } from '../slip.js';
import { missingHtml, pageHtml, unavailableHtml } from './html.js';
import { pdfOf, printedSlip } from './slip.js';
import { isPayable, isSettled, lastOpenDayOf, type PageState, showsPersons, stateOf } from './state.js';

/** A boleto as its payer may see it. */
interface Viewed {
  readonly boleto: Boleto;
  readonly state: PageState;
  readonly showsPersons: boolean;
  /** Whether the payer may have the slip, which names both persons. */
  readonly mayHaveSlip: boolean;
}

/**
 * GET /b/{id}: the payer's page, for whoever has the link. It never answers JSON: a person reads it.
 *
 * A link with a wrong MAC is answered like one of a boleto that does not exist.
 */
export async function getPayerPage(service: Service, request: Request): Promise<Answer> {
  return await answered(service, request, async (viewed) => {
    const slip = viewed.mayHaveSlip ? await printedSlip(viewed.boleto) : undefined;
    const pdf = slip && `${request.resourceId}/boleto.pdf`;
    return page(200, (nonce) => pageHtml({ ...viewed, pdf, slip, nonce }));
  });
}

/** GET /b/{id}/boleto.pdf: the slip of a boleto that may be paid; else its page, with status 409. */
export async function getPayerPdf(service: Service, request: Request): Promise<Answer> {
  return await answered(service, request, async (viewed) => {
    const pdf = viewed.mayHaveSlip ? await pdfOf(viewed.boleto) : undefined;
    if (pdf) return { status: 200, body: pdf, headers: PDF_HEADERS };
    return page(409, (nonce) => pageHtml({ ...viewed, pdf: undefined, slip: undefined, nonce }));
  });
}

/** HEAD of either: the same answer without its body. Programs that show a preview of a link ask for it. */
export function withoutBody(respond: typeof getPayerPage): typeof getPayerPage {
  return async (service, request) => ({ ...(await respond(service, request)), body: '' });
}

/** Makes the page for a request that failed. A payer reads no JSON. */
export function failurePage({ status }: HttpError): Answer {
  return status < 500 ? page(status, missingHtml) : page(503, unavailableHtml, { 'retry-after': '60' });
}

async function answered(
  service: Service,
  request: Request,
  respond: (viewed: Viewed) => Promise<Answer>,
): Promise<Answer> {
  try {
    const id = await service.payerLinks.idIn(request.resourceId, request.deadline);
    const boleto = id === undefined ? undefined : await service.repository.find(id, request.deadline);
    return boleto ? await respond(await viewedOf(service, boleto, request)) : page(404, missingHtml);
  } catch (error) {
    log('page-failed', { ...request.ids, ...describeFailure(error) });
    return page(503, unavailableHtml, { 'retry-after': '60' });
  }
}

async function viewedOf(service: Service, found: Boleto, { deadline }: Request): Promise<Viewed> {
  const { clock, repository } = service;
  const boleto = await completed(service, found, deadline);
  const today = saoPauloDate(clock.now());
  const state = stateOf(boleto, today);
  const ended = isSettled(state)
    ? saoPauloDate((await repository.findEnd(boleto.id, deadline)) ?? boleto.updated_at)
    : lastOpenDayOf(boleto);
  const shows = showsPersons(boleto, ended, today);
  return { boleto, state, showsPersons: shows, mayHaveSlip: shows && isPayable(state) };
}

/** Nothing between here and the payer may store the page, and nothing that the payer opens next may learn the link. */
const HEADERS = {
  'content-language': 'pt-BR',
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const PDF_HEADERS = {
  ...HEADERS,
  'content-type': 'application/pdf',
  'content-disposition': 'inline; filename="boleto.pdf"',
  // A browser's own viewer is a page with styles and scripts, which a policy for those would stop.
  'content-security-policy': "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

function page(
  status: number,
  html: (nonce: string) => string,
  more: Readonly<Record<string, string>> = {},
): Answer {
  const nonce = randomBytes(16).toString('base64url');
  const headers = {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ...more,
  };
  return { status, body: html(nonce), headers };
}
