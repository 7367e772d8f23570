import assert from 'node:assert/strict';
import { SqsService } from '../../../../src/emulator/sqs/index.js';
import { type CallableService, callable, callJson, type JsonAnswer } from '../../../support/call-service.js';

export const PREFIX = 'http://127.0.0.1:4580/000000000000/';
export const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
export const QueueUrl = `${PREFIX}orders`;
export const fifoUrl = `${PREFIX}orders.fifo`;

export const INVALID = 'InvalidParameterValueException';
export const MISSING = 'MissingRequiredParameterException';
export const MALFORMED = 'SerializationException';

/** SQS with the queue `orders`, in this process. */
export interface SqsRequests extends Pick<CallableService<SqsService>, 'clock' | 'reopen' | 'close'> {
  ask(operation: string, input?: object): Promise<JsonAnswer>;
  /** Creates the queue `orders.fifo`. */
  createFifo(attributes?: Record<string, string>): Promise<JsonAnswer>;
  /** Expects each input to succeed or to be refused with a code. */
  expectCodes(
    operation: string,
    accepted: readonly object[],
    refused: readonly (readonly [input: object, code: string])[],
  ): Promise<void>;
}

/** Opens SQS and creates the queue `orders`. */
export async function openSqs(): Promise<SqsRequests> {
  const { clock, reopen, close, ...service } = await callable((context) => new SqsService(context));
  const ask = (operation: string, input: object = {}) => callJson(service, operation, input);
  await ask('CreateQueue', { QueueName: 'orders' });
  return {
    clock,
    reopen,
    close,
    ask,
    createFifo: (attributes = {}) =>
      ask('CreateQueue', { QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true', ...attributes } }),
    expectCodes: async (operation, accepted, refused) => {
      for (const input of accepted)
        assert.equal((await ask(operation, input)).code, undefined, JSON.stringify(input));
      for (const [input, code] of refused)
        assert.equal((await ask(operation, input)).code, code, JSON.stringify(input).slice(0, 200));
    },
  };
}
