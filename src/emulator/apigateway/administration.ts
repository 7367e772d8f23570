import { restAnswer, restError } from '../aws/protocols.js';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type EmulatorContext,
  notSupported,
} from '../aws/service.js';
import type { ApiDefinition, ApiRoute } from './definition.js';
import { apiId } from './event.js';

/** API Gateway's own API, for reading only: the defined APIs, their resources and their stage. */
export class ApiGatewayAdministration implements AwsService {
  readonly scope = 'apigateway';
  readonly #context: EmulatorContext;
  readonly #definitions: () => readonly ApiDefinition[];

  constructor(context: EmulatorContext, dependencies: { definitions(): readonly ApiDefinition[] }) {
    this.#context = context;
    this.#definitions = () => dependencies.definitions();
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const { method, url } = request;
    const [, first, id, collection, name] = url.pathname.split('/').map(decodeURIComponent);
    if (method !== 'GET' || first !== 'restapis')
      throw notSupported('API Gateway', `${method} ${url.pathname}`);
    if (id === undefined) return page(request, this.#definitions().map(describeApi));
    const api = this.#definitions().find((one) => apiId(one.name) === id);
    if (!api) throw notFound('API identifier');
    if (collection === undefined) return restAnswer(request, 200, describeApi(api));
    if (collection === 'resources' && name === undefined) return page(request, this.#resources(api, request));
    if (collection === 'stages' && name !== undefined) {
      if (name !== api.stage) throw notFound('stage identifier');
      return restAnswer(request, 200, { stageName: name });
    }
    throw notSupported('API Gateway', `${method} ${url.pathname}`);
  }

  encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return restError(request, error);
  }

  async stop(): Promise<void> {}

  #resources({ routes }: ApiDefinition, { url }: AwsRequest): unknown[] {
    const withMethods = url.searchParams.getAll('embed').includes('methods');
    return pathsOf(routes).map((path) => {
      const methods = routes.filter((route) => route.path === path);
      const described = methods.map((route) => [route.method, this.#method(route)]);
      return {
        id: apiId(path),
        path,
        ...(path === '/'
          ? {}
          : { pathPart: path.slice(path.lastIndexOf('/') + 1), parentId: apiId(parentOf(path)) }),
        ...(methods.length === 0
          ? {}
          : { resourceMethods: withMethods ? Object.fromEntries(described) : withoutDetails(methods) }),
      };
    });
  }

  #method({ method, functionName, apiKey = true }: ApiRoute): unknown {
    const { region, account } = this.#context;
    const functionArn = `arn:aws:lambda:${region}:${account}:function:${functionName}`;
    return {
      httpMethod: method,
      authorizationType: 'NONE',
      apiKeyRequired: apiKey,
      methodIntegration: {
        type: 'AWS_PROXY',
        httpMethod: 'POST',
        uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      },
    };
  }
}

function describeApi({ name, binaryMediaTypes }: ApiDefinition) {
  return { id: apiId(name), name, ...(binaryMediaTypes ? { binaryMediaTypes } : {}) };
}

/** Returns the methods without their details, which AWS adds for `embed=methods` only. */
function withoutDetails(routes: readonly ApiRoute[]): Record<string, unknown> {
  return Object.fromEntries(routes.map(({ method }) => [method, {}]));
}

/** Returns every path of a route and every path above one, each once, sorted. */
function pathsOf(routes: readonly ApiRoute[]): string[] {
  const paths = new Set(['/']);
  for (let { path } of routes) for (; path !== '/'; path = parentOf(path)) paths.add(path);
  return [...paths].sort();
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Items on a page without the parameter `limit`. */
const DEFAULT_LIMIT = 25;

function page(request: AwsRequest, items: readonly unknown[]): AwsResponse {
  const { searchParams } = request.url;
  const first = Number(searchParams.get('position') ?? 0);
  const next = first + Number(searchParams.get('limit') ?? DEFAULT_LIMIT);
  const position = next < items.length ? { position: String(next) } : {};
  return restAnswer(request, 200, { item: items.slice(first, next), ...position });
}

function notFound(what: string): AwsError {
  return new AwsError('NotFoundException', 404, `Invalid ${what} specified`);
}
