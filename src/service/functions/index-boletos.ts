import { getBoletos } from '../boletos/endpoints.js';
import { createHttpHandler } from '../http/handler.js';
import { service } from '../service.js';

/** GET /boletos */
export const handler = createHttpHandler('GET', (request) => getBoletos(service(), request));
