import { getBoletos } from '../boletos/endpoints.js';
import { createHttpHandler } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { service } from '../service.js';

/** GET /boletos */
export const handler = answeringSmoke(createHttpHandler('GET', (request) => getBoletos(service(), request)));
