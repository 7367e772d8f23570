import { boletoId, boletoNotFound, commonErrors, fileAnswer, jsonAnswer } from './answers.js';
import { errorBody, IDS, unknownBoleto } from './examples.js';
import type { Exchange, Operation } from './operation.js';
import { schemaNamed } from './schemas.js';

const tag = 'slips';
const HTML = 'text/html';
const PDF = 'application/pdf';

const answers = {
  404: boletoNotFound,
  409: jsonAnswer(
    'It is refused, failed or cancelled, or lacks what a slip has to show: `field` names it',
    schemaNamed('Errors'),
  ),
  ...commonErrors,
};

function drawnSlip(name: string, summary: string, mediaType: string, answer: string): Exchange {
  return { name, summary, parameters: { id: IDS.registered }, status: 200, mediaType, answer };
}

const page = drawnSlip('page', 'The slip as a page', HTML, '<!DOCTYPE html>\n<html lang="pt-BR">…</html>\n');
const file = drawnSlip('file', 'The slip as a PDF', PDF, '%PDF-1.7…');

const cancelled: Exchange = {
  name: 'cancelled',
  summary: 'A cancelled boleto',
  parameters: { id: IDS.cancelled },
  status: 409,
  answer: errorBody('conflict', 'a cancelled boleto has no slip', 'status'),
};

export const slipOperations: readonly Operation[] = [
  {
    route: 'GET /boletos/{id}/slip',
    operationId: 'showSlip',
    tag,
    summary: 'The slip to pay a boleto by, as HTML or PDF',
    description: 'A PDF for who accepts `application/pdf` more than `text/html`, else a page.',
    parameters: [boletoId],
    answers: { 200: fileAnswer('The slip', HTML, PDF), ...answers },
    exchanges: [page, file, unknownBoleto, cancelled],
  },
  {
    route: 'GET /boletos/{id}/slip.pdf',
    operationId: 'showSlipPdf',
    tag,
    summary: 'The slip to pay a boleto by, as PDF',
    parameters: [boletoId],
    answers: { 200: fileAnswer('The slip', PDF), ...answers },
    exchanges: [file, unknownBoleto, cancelled],
  },
];
