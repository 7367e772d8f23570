import { postBoleto } from '../boletos/endpoints.js';
import { createHttpHandler } from '../http/handler.js';
import { answeringSmoke } from '../lambda.js';
import { service } from '../service.js';

/** POST /boletos */
export const handler = answeringSmoke(createHttpHandler('POST', (request) => postBoleto(service(), request)));
