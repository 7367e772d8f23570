import { getConfiguration, patchConfiguration, postConfiguration } from '../api/configurations.js';
import { prepare } from '../api/prepare.js';
import { createHttpHandler, type Routes } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { type Service, service } from '../service.js';

export const routes = (service: () => Service): Routes => ({
  'POST /configurations': (request) => postConfiguration(service(), request),
  'GET /configurations/{id}': (request) => getConfiguration(service(), request),
  'PATCH /configurations/{id}': (request) => patchConfiguration(service(), request),
});

export const handler = answeringSmoke(createHttpHandler(routes(service)));

await prepare(service, { queues: false, links: false, schemas: [] });
