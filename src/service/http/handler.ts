import { deadlineOf, type LambdaContext } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { type Answer, type ProxyAnswer, proxyAnswer } from './answer.js';
import { HttpError, internalError, methodNotAllowed, resourceNotFound } from './errors.js';
import { type ProxyEvent, type Request, readRequest } from './request.js';

export type Endpoint = (request: Request) => Promise<Answer>;

/** Endpoints by route, as superbowleto.yml writes it: `GET /boletos/{id}`. */
export type Routes = Readonly<Record<string, Endpoint>>;

/** Makes the answer to a request that failed. */
export type Failure = (error: HttpError) => Answer;

/** Milliseconds left to send the answer. Lambda kills a function that is late, and the caller then gets no answer. */
export const MARGIN = 500;

/**
 * Makes the handler of an HTTP function. It calls the endpoint of the event's route, always answers within the
 * function's time, and logs one line.
 *
 * @param failure default: the errors as JSON
 * @example
 * createHttpHandler({ 'GET /boletos/{id}': (request) => getBoleto(service(), request) })
 */
export function createHttpHandler(
  routes: Routes,
  failure: Failure = ({ status, errors }) => ({ status, body: { errors } }),
): (event: ProxyEvent, context: LambdaContext) => Promise<ProxyAnswer> {
  const endpoints = new Map(Object.entries(routes));
  const resources = new Set(Object.keys(routes).map((route) => route.split(' ')[1]));
  return async (event, context) => {
    const began = Date.now();
    const request = readRequest(event, context.awsRequestId, deadlineOf(context, MARGIN));
    const { method, resource } = request;
    const answer = await answerInTime(request, failure, async () => {
      const endpoint = endpoints.get(`${method} ${resource}`);
      if (endpoint) return await endpoint(request);
      throw resources.has(resource) ? methodNotAllowed(method, resource) : resourceNotFound();
    });
    log('request', {
      ...request.ids,
      method,
      // The route's path, not the request's: a caller's path may hold anything, and the log must not.
      path: resource,
      status: answer.status,
      milliseconds: Date.now() - began,
    });
    return proxyAnswer(answer, request.id);
  };
}

async function answerInTime(
  request: Request,
  failure: Failure,
  respond: () => Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        log('request-late', { ...request.ids });
        reject(internalError());
      },
      Math.max(0, request.deadline - Date.now()),
    );
  });
  try {
    return await Promise.race([respond(), late]);
  } catch (error) {
    if (error instanceof HttpError) return failure(error);
    log('request-failed', { ...request.ids, ...describeFailure(error) });
    return failure(internalError());
  } finally {
    clearTimeout(timer);
  }
}
