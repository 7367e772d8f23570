import { getBoletos } from '../api/boletos.js';
import { getEvents } from '../api/events.js';
import { prepare } from '../api/prepare.js';
import { listSchema } from '../boletos/schema.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'GET /boletos': (request) => getBoletos(service(), request),
  'GET /events': (request) => getEvents(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: false, links: true, schemas: [listSchema] });
