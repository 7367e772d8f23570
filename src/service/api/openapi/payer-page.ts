import { fileAnswer } from './answers.js';
import { IDS } from './examples.js';
import type { Exchange, Operation } from './operation.js';

const tag = 'payer';
const HTML = 'text/html';
const link = {
  name: 'id',
  in: 'path',
  description: 'Id and signature, as `boleto_url` ends',
  schema: { type: 'string' },
} as const;

const answers = {
  404: fileAnswer('The link names no boleto, or is signed wrongly', HTML),
  503: fileAnswer('Ours, for a short time', HTML),
};

const missing: Exchange = {
  name: 'missing',
  summary: 'A wrong signature',
  parameters: { id: `${IDS.registered}.1-AAAAAAAAAAAAAAAAAAAAAA` },
  status: 404,
  mediaType: HTML,
  answer: '<!DOCTYPE html>\n<html lang="pt-BR">…</html>\n',
};

const page = {
  tag,
  description: 'For whoever has the link: it needs no API key.',
  isOpen: true,
  parameters: [link],
  exchanges: [missing],
};

export const payerPageOperations: readonly Operation[] = [
  {
    route: 'GET /b/{id}',
    operationId: 'showPayerPage',
    summary: "The payer's page of a boleto",
    answers: { 200: fileAnswer('The page, in any state of the boleto', HTML), ...answers },
    ...page,
  },
  {
    route: 'HEAD /b/{id}',
    operationId: 'checkPayerPage',
    summary: "The headers of the payer's page",
    answers: { 200: fileAnswer('No body', HTML), ...answers },
    ...page,
  },
  {
    route: 'GET /b/{id}/boleto.pdf',
    operationId: 'showPayerPdf',
    summary: 'The slip of a boleto that can be paid, as PDF',
    answers: {
      200: fileAnswer('The slip', 'application/pdf'),
      409: fileAnswer('The page: the boleto cannot be paid now', HTML),
      ...answers,
    },
    ...page,
  },
  {
    route: 'HEAD /b/{id}/boleto.pdf',
    operationId: 'checkPayerPdf',
    summary: "The headers of the slip's PDF",
    answers: {
      200: fileAnswer('No body', 'application/pdf'),
      409: fileAnswer('No body: the boleto cannot be paid now', HTML),
      ...answers,
    },
    ...page,
  },
];
