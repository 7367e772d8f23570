import type { AwsResponse } from '../../aws/service.js';
import { validation } from '../errors.js';
import type { Invoker } from '../invoker.js';
import { answer, type Call, type Operation, param } from './call.js';

export function invokeOperations(invoker: Invoker): Record<string, Operation> {
  return { Invoke: (call) => invoke(invoker, call) };
}

async function invoke(invoker: Invoker, call: Call): Promise<AwsResponse> {
  const { headers, body, requestId } = call.request;
  const name = param(call, 'FunctionName');
  const qualifier = call.query.get('Qualifier') ?? undefined;
  const context = headers['x-amz-client-context'];
  const request = {
    requestId,
    payload: body.length === 0 ? Buffer.from('{}') : body,
    clientContext: context === undefined ? undefined : Buffer.from(context, 'base64').toString('utf8'),
  };
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') {
    invoker.ready(name, qualifier);
    return answer(call, 204);
  }
  if (type === 'Event') {
    await invoker.enqueue(name, request, qualifier);
    return answer(call, 202);
  }
  if (type !== 'RequestResponse') {
    throw validation(
      type,
      'invocationType',
      'Member must satisfy enum value set: [Event, RequestResponse, DryRun]',
    );
  }
  const result = await invoker.invoke(name, request, qualifier);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': result.version,
      ...(result.failed && { 'x-amz-function-error': 'Unhandled' }),
      ...(headers['x-amz-log-type'] === 'Tail' && { 'x-amz-log-result': result.logTail.toString('base64') }),
    },
    body: result.payload,
  };
}
