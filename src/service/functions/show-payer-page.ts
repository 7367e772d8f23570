import { failurePage, getPayerPage, getPayerPdf, withoutBody } from '../api/payer-page/endpoint.js';
import { prepare } from '../api/prepare.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /b/{id}': (request) => getPayerPage(service(), request),
  'HEAD /b/{id}': (request) => withoutBody(getPayerPage)(service(), request),
  'GET /b/{id}/boleto.pdf': (request) => getPayerPdf(service(), request),
  'HEAD /b/{id}/boleto.pdf': (request) => withoutBody(getPayerPdf)(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service), failurePage));

await prepare(service, { queues: false, links: true, schemas: [] });
