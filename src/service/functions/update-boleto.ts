import { patchBoleto } from '../boletos/endpoints.js';
import { createHttpHandler } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { service } from '../service.js';

/** PATCH /boletos/{id} */
export const handler = answeringSmoke(
  createHttpHandler('PATCH', (request) => patchBoleto(service(), request)),
);
