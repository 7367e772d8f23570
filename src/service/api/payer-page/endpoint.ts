import { randomBytes } from 'node:crypto';
import type { Boleto } from '../../boletos/boleto.js';
import type { Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import { describeFailure, log } from '../../log.js';
import { saoPauloDate } from '../../sao-paulo.js';
import type { Service } from '../../service.js';
import { completed } from '../slip.js';
import { missingHtml, pageHtml, unavailableHtml } from './html.js';
import { pdfOf, printedSlip } from './slip.js';
import { isPayable, type PageState, showsPersons, stateOf } from './state.js';

/**
 * GET /b/{id}: the payer's page, for whoever has the link. It never answers JSON: a person reads it.
 *
 * A link with a wrong MAC is answered like one of a boleto that does not exist.
 */
export async function getPayerPage(service: Service, request: Request): Promise<Answer> {
  return await answered(service, request, async (boleto, state, nonce) => {
    const { resourceId } = request;
    const slip = isPayable(state) ? await printedSlip(boleto) : undefined;
    const pdf = slip && `${resourceId}/boleto.pdf`;
    const content = { boleto, state, pdf, slip, nonce };
    const today = saoPauloDate(service.clock.now());
    return page(200, pageHtml({ ...content, showsPersons: showsPersons(boleto, state, today) }), nonce);
  });
}

/** GET /b/{id}/boleto.pdf: the slip of a boleto that may be paid; else its page, with status 409. */
export async function getPayerPdf(service: Service, request: Request): Promise<Answer> {
  return await answered(service, request, async (boleto, state, nonce) => {
    const slip = isPayable(state) ? await pdfOf(boleto) : undefined;
    if (slip) {
      const type = {
        'content-type': 'application/pdf',
        'content-disposition': 'inline; filename="boleto.pdf"',
      };
      return { status: 200, body: slip, headers: { ...HEADERS, ...type } };
    }
    const today = saoPauloDate(service.clock.now());
    const content = { boleto, state, pdf: undefined, slip: undefined, nonce };
    return page(409, pageHtml({ ...content, showsPersons: showsPersons(boleto, state, today) }), nonce);
  });
}

async function answered(
  service: Service,
  request: Request,
  respond: (boleto: Boleto, state: PageState, nonce: string) => Promise<Answer>,
): Promise<Answer> {
  const nonce = randomBytes(16).toString('base64url');
  try {
    const id = await service.payerLinks.idIn(request.resourceId);
    const found = id === undefined ? undefined : await service.repository.find(id, request.deadline);
    if (!found) return page(404, missingHtml(nonce), nonce);
    const boleto = await completed(service, found, request.deadline);
    return await respond(boleto, stateOf(boleto, saoPauloDate(service.clock.now())), nonce);
  } catch (error) {
    log('page-failed', { ...request.ids, ...describeFailure(error) });
    return page(503, unavailableHtml(nonce), nonce, { 'retry-after': '60' });
  }
}

/** Nothing between here and the payer may store the page, and nothing that the payer opens next may learn the link. */
const HEADERS = {
  'content-language': 'pt-BR',
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

function page(status: number, body: string, nonce: string, more: Record<string, string> = {}): Answer {
  const headers = {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    // The slip places its parts with `style` attributes, which can load nothing under this policy.
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src-elem 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ...more,
  };
  return { status, body, headers };
}
