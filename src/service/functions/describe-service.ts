import { getHealth } from '../health.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { getOpenApi } from '../openapi/endpoint.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /health': (request) => getHealth(service(), request),
  'GET /openapi.json': () => getOpenApi(),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));
