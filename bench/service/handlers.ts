import { getBoleto, postBoleto } from '../../src/service/api/boletos.js';
import type { ProxyAnswer } from '../../src/service/http/answer.js';
import { createHttpHandler } from '../../src/service/http/handler.js';
import type { ProxyEvent } from '../../src/service/http/request.js';
import type { Service } from '../../src/service/service.js';
import { API_KEY_ID, validBody } from '../../test/integration/service/harness.js';

const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 };

export type Ask = (event: Partial<ProxyEvent>) => Promise<ProxyAnswer>;

/** Opens the handlers of POST /boletos and GET /boletos/{id}, and calls them as Lambda does. */
export function openHandlers(service: Service): { post: Ask; get: Ask } {
  const handler = createHttpHandler({
    'POST /boletos': (request) => postBoleto(service, request),
    'GET /boletos/{id}': (request) => getBoleto(service, request),
  });
  const ask =
    (httpMethod: string, resource: string): Ask =>
    async (event) => {
      const requestContext = { requestId: 'bench', identity: { apiKeyId: API_KEY_ID } };
      const answer = await handler({ httpMethod, resource, requestContext, ...event }, context);
      if (answer.statusCode >= 300) throw new Error(answer.body);
      return answer;
    };
  return { post: ask('POST', '/boletos'), get: ask('GET', '/boletos/{id}') };
}

export const BODY = JSON.stringify(validBody());
