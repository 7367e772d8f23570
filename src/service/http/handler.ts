import { deadlineOf, type LambdaContext } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { type Answer, type ProxyAnswer, proxyAnswer } from './answer.js';
import { HttpError, internalError, methodNotAllowed, resourceNotFound } from './errors.js';
import { type ProxyEvent, type Request, readRequest } from './request.js';

export type { Answer, ProxyAnswer } from './answer.js';

export type Endpoint = (request: Request) => Promise<Answer>;

/** Endpoints by their route, as superbowleto.yml writes it: `GET /boletos/{id}`. */
export type Routes = Readonly<Record<string, Endpoint>>;

/** Left for the answer's way back: Lambda kills a function that is late, and the caller then learns nothing. */
const MARGIN = 500;

/**
 * An HTTP function: finds the endpoint of the event's route, answers within the function's time whatever happens, and
 * logs one line.
 *
 * @example
 * createHttpHandler({ 'GET /boletos/{id}': (request) => getBoleto(service(), request) })
 */
export function createHttpHandler(
  routes: Routes,
): (event: ProxyEvent, context: LambdaContext) => Promise<ProxyAnswer> {
  const endpoints = new Map(Object.entries(routes));
  const resources = new Set(Object.keys(routes).map((route) => route.split(' ')[1]));
  return async (event, context) => {
    const began = Date.now();
    const request = readRequest(event, context.awsRequestId, deadlineOf(context, MARGIN));
    const { method, resource } = request;
    const answer = await answerInTime(request, async () => {
      const endpoint = endpoints.get(`${method} ${resource}`);
      if (endpoint) return await endpoint(request);
      throw resources.has(resource) ? methodNotAllowed(method, resource) : resourceNotFound();
    });
    log('request', {
      request_id: request.id,
      method,
      // The route's, not the request's: what a caller puts into a path is none of the log's business.
      path: resource,
      status: answer.status,
      milliseconds: Date.now() - began,
    });
    return proxyAnswer(answer, request.id);
  };
}

async function answerInTime(request: Request, respond: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        log('request-late', { request_id: request.id });
        reject(internalError());
      },
      Math.max(0, request.deadline - Date.now()),
    );
  });
  try {
    return await Promise.race([respond(), late]);
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, body: { errors: error.errors } };
    log('request-failed', { request_id: request.id, ...describeFailure(error) });
    const { status, errors } = internalError();
    return { status, body: { errors } };
  } finally {
    clearTimeout(timer);
  }
}
