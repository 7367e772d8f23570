import { getBoleto } from '../api/boletos.js';
import { prepare } from '../api/prepare.js';
import { getSlip, getSlipPdf } from '../api/slip.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /boletos/{id}': (request) => getBoleto(service(), request),
  'GET /boletos/{id}/slip': (request) => getSlip(service(), request),
  'GET /boletos/{id}/slip.pdf': (request) => getSlipPdf(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: false, links: true, schemas: [] });
