import { cancelBoleto, patchBoleto } from '../api/boletos.js';
import { prepare } from '../api/prepare.js';
import { updateSchema } from '../boletos/schema.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'PATCH /boletos/{id}': (request) => patchBoleto(service(), request),
  'POST /boletos/{id}/cancel': (request) => cancelBoleto(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: true, links: true, schemas: [updateSchema] });
