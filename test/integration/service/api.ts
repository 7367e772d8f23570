import { fileURLToPath } from 'node:url';
import { findRoute } from '../../../src/emulator/apigateway/routes.js';
import { loadProject } from '../../../src/project/index.js';
import { routes as createBoleto } from '../../../src/service/functions/create-boleto.js';
import { routes as describeService } from '../../../src/service/functions/describe-service.js';
import { routes as indexBoletos } from '../../../src/service/functions/index-boletos.js';
import { routes as manageConfigurations } from '../../../src/service/functions/manage-configurations.js';
import { routes as showBoleto } from '../../../src/service/functions/show-boleto.js';
import { routes as showPayerPage } from '../../../src/service/functions/show-payer-page.js';
import { routes as updateBoleto } from '../../../src/service/functions/update-boleto.js';
import type { ProxyAnswer } from '../../../src/service/http/answer.js';
import { createHttpHandler } from '../../../src/service/http/handler.js';
import type { Service } from '../../../src/service/service.js';
import { API_KEY_ID, type TestService, useService } from './harness.js';

const file = fileURLToPath(new URL('../../../superbowleto.yml', import.meta.url));

/** The functions that have routes. test/unit/service/functions/routes.test.ts compares them with superbowleto.yml. */
const FUNCTIONS = {
  'create-boleto': createBoleto,
  'describe-service': describeService,
  'index-boletos': indexBoletos,
  'manage-configurations': manageConfigurations,
  'show-boleto': showBoleto,
  'show-payer-page': showPayerPage,
  'update-boleto': updateBoleto,
};

export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent unchanged, anything else as JSON. */
  readonly body?: unknown;
  readonly apiKeyId?: string;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect of it, and a wrong shape fails there
  json(): any;
}

/** Sends a request as API Gateway does: the routes of superbowleto.yml lead to the function's own handler. */
export type Api = (request: ApiRequest) => Promise<ApiReply>;

/** Starts a service before the tests of a `describe`, with its API, and stops it after them. */
export function useApi(): { readonly service: TestService; readonly api: Api } {
  const service = useService();
  let opened: Api;
  before(async () => {
    opened = await openApi(service);
  });
  return { service, api: (request) => opened(request) };
}

/**
 * Opens the API of a service.
 *
 * @throws Error at a request that no route matches, which API Gateway would answer itself
 */
export async function openApi(service: Service): Promise<Api> {
  const { functions } = await loadProject(file);
  const handlers = new Map(
    Object.entries(FUNCTIONS).map(([name, routes]) => [name, createHttpHandler(routes(() => service))]),
  );
  const routes = Object.values(functions).flatMap(({ name, trigger }) =>
    trigger.type === 'routes' ? trigger.routes.map((route) => ({ ...route, functionName: name })) : [],
  );

  return async ({ method, path, query, headers, body, apiKeyId = API_KEY_ID }) => {
    const match = findRoute(routes, method, path);
    const handler = handlers.get(match?.route.functionName ?? '');
    if (!match || !handler) throw new Error(`no route fits ${method} ${path}`);
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const event = {
      resource: match.route.path,
      httpMethod: method,
      headers: headers ?? null,
      queryStringParameters: query && Object.keys(query).length > 0 ? query : null,
      pathParameters: Object.keys(match.parameters).length > 0 ? match.parameters : null,
      body: sent === undefined ? null : Buffer.from(sent).toString('base64'),
      isBase64Encoded: sent !== undefined,
      requestContext: {
        requestId: 'request-1',
        identity: match.route.apiKey === false ? {} : { apiKeyId },
      },
    };
    const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 10_000 };
    return replyOf(await handler(event, context));
  };
}

function replyOf({ statusCode, headers, body, isBase64Encoded }: ProxyAnswer): ApiReply {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { status: statusCode, headers, bytes, json: () => JSON.parse(bytes.toString()) };
}
