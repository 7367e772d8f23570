import { getHealth } from '../health.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /health': (request) => getHealth(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));
