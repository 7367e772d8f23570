import { postBoleto } from '../boletos/endpoints.js';
import { createHttpHandler } from '../http/handler.js';
import { service } from '../service.js';

/** POST /boletos */
export const handler = createHttpHandler('POST', (request) => postBoleto(service(), request));
