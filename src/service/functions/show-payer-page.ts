import { getPayerPage, getPayerPdf } from '../api/payer-page/endpoint.js';
import { prepare } from '../api/prepare.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /b/{id}': (request) => getPayerPage(service(), request),
  'HEAD /b/{id}': async (request) => ({ ...(await getPayerPage(service(), request)), body: '' }),
  'GET /b/{id}/boleto.pdf': (request) => getPayerPdf(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: false, links: true, schemas: [] });
