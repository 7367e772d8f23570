import { systemClock } from '../../src/clock.js';
import type { AwsRequest, AwsService, EmulatorContext } from '../../src/emulator/aws/service.js';

/** Returns a context for an emulated service that a test calls directly. `directory` holds its state. */
export function emulatorContext(
  directory: string,
  overrides: Partial<EmulatorContext> = {},
): EmulatorContext {
  return {
    account: '000000000000',
    region: 'us-east-1',
    directory,
    endpoint: () => 'http://127.0.0.1:4580',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    clock: systemClock,
    report: () => {},
    ...overrides,
  };
}

/**
 * Returns a request to an emulated service.
 *
 * @example awsRequest('GET', '/local/orders?a=1', { headers: { accept: 'application/json' } })
 */
export function awsRequest(
  method: string,
  target: string,
  rest: Partial<Omit<AwsRequest, 'body'>> & { body?: string | Buffer } = {},
): AwsRequest {
  return {
    method,
    target,
    url: new URL(`http://127.0.0.1:4580${target}`),
    headers: {},
    signal: new AbortController().signal,
    requestId: 'request-1',
    ...rest,
    body: Buffer.from(rest.body ?? ''),
  };
}

/** Calls an operation of a JSON service and returns its answer. Rejects with the service's AwsError. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the members of an answer one by one
export async function callJson(service: AwsService, operation: string, input: object = {}): Promise<any> {
  const headers = { 'x-amz-target': `Service_20200101.${operation}` };
  const { body = '' } = await service.handle(
    awsRequest('POST', '/', { headers, body: JSON.stringify(input) }),
  );
  return JSON.parse(body.toString());
}
