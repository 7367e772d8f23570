import { getHealth } from '../api/health.js';
import { getOpenApi } from '../api/openapi/endpoint.js';
import { prepare } from '../api/prepare.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /health': (request) => getHealth(service(), request),
  'GET /openapi.json': () => getOpenApi(),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: false, links: false, schemas: [] });
