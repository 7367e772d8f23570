import { setTimeout as delay } from 'node:timers/promises';
import { deadlineOf, type LambdaContext } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { HttpError, internalError, methodNotAllowed } from './errors.js';
import { type ProxyEvent, type Request, readRequest } from './request.js';

/** What API Gateway makes a response of. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Left for the answer's way back: Lambda kills a function that is late, and the caller then learns nothing. */
const MARGIN = 500;

/**
 * An HTTP function: reads the event, answers within the function's time whatever happens, and logs one line.
 *
 * @param method the only one that the function serves.
 */
export function createHttpHandler(
  method: string,
  respond: (request: Request) => Promise<Answer>,
): (event: ProxyEvent, context: LambdaContext) => Promise<ProxyAnswer> {
  return async (event, context) => {
    const began = Date.now();
    const request = readRequest(event, context.awsRequestId, deadlineOf(context, MARGIN));
    const { status, body } = await answerInTime(request, async () => {
      if (request.method !== method) throw methodNotAllowed(request.method);
      return await respond(request);
    });
    log('request', {
      request_id: request.id,
      method: request.method,
      status,
      milliseconds: Date.now() - began,
    });
    return {
      statusCode: status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.id },
      body: JSON.stringify(body),
    };
  };
}

async function answerInTime(request: Request, respond: () => Promise<Answer>): Promise<Answer> {
  const ended = new AbortController();
  const late = delay(Math.max(0, request.deadline - Date.now()), undefined, { signal: ended.signal }).then(
    () => {
      log('request-late', { request_id: request.id });
      throw internalError();
    },
  );
  try {
    return await Promise.race([respond(), late]);
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, body: { errors: error.errors } };
    log('request-failed', { request_id: request.id, ...describeFailure(error) });
    const { status, errors } = internalError();
    return { status, body: { errors } };
  } finally {
    late.catch(() => {});
    ended.abort();
  }
}
