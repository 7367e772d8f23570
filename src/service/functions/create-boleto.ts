import { postBoleto } from '../api/boletos.js';
import { prepare } from '../api/prepare.js';
import { rehearsePost } from '../api/rehearse.js';
import { createSchema } from '../boletos/schema.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'POST /boletos': (request) => postBoleto(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: true, links: true, schemas: [createSchema], rehearse: rehearsePost });
