import { type JsonOperation, JsonService } from '../aws/json-service.js';
import type {
  AwsError,
  AwsRequest,
  AwsResponse,
  EmulatorContext,
  QueueMessage,
  QueueSource,
} from '../aws/service.js';
import { encodeSqsError } from './errors.js';
import { Input } from './input.js';
import { md5, systemAttributes } from './message.js';
import { md5OfAttributes } from './message-attributes.js';
import { messageOperations } from './message-operations.js';
import { moveOperations } from './move-operations.js';
import type { Operation, SqsState } from './operation.js';
import { queueOperations } from './queue-operations.js';
import { Queues } from './queues.js';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...queueOperations,
  ...messageOperations,
  ...moveOperations,
};

/** SQS with its state in `context.directory`. It refuses with 501 what it does not support. */
export class SqsService extends JsonService implements QueueSource {
  protected readonly operations: Readonly<Record<string, JsonOperation>>;
  readonly #state: SqsState;

  constructor(context: EmulatorContext) {
    super('sqs', 'sqs', '1.0');
    this.#state = { queues: new Queues(context), account: context.account, moves: [], clock: context.clock };
    this.operations = Object.fromEntries(
      Object.entries(OPERATIONS).map(([name, operation]) => [name, this.#checked(name, operation)]),
    );
  }

  #checked(name: string, { members, run }: Operation): JsonOperation {
    return (given, { signal }) => {
      const input = new Input(given);
      input.allow(name, members);
      return run(this.#state, input, signal);
    };
  }

  override encodeError(error: AwsError, request: AwsRequest): AwsResponse {
    return encodeSqsError(error, request);
  }

  /** Receives for another service, with the queue's visibility timeout and redrive policy. @throws AwsError QueueDoesNotExist */
  async receive(
    queueArn: string,
    { max, waitSeconds, signal }: { max: number; waitSeconds: number; signal: AbortSignal },
  ): Promise<QueueMessage[]> {
    const { queues, account } = this.#state;
    const queue = queues.byArn(queueArn);
    const deadLetterQueue = () => queues.deadLetterQueueOf(queue);
    const messages = await queue.receive({
      max,
      waitSeconds,
      visibilitySeconds: undefined,
      deadLetterQueue,
      signal,
    });
    return messages.map((message) => {
      const digest = md5OfAttributes(message.attributes);
      return {
        messageId: message.id,
        receiptHandle: queue.handleOf(message),
        body: message.body,
        md5OfBody: md5(message.body),
        attributes: systemAttributes(message, account),
        messageAttributes: message.attributes,
        ...(digest ? { md5OfMessageAttributes: digest } : {}),
      };
    });
  }

  /** Deletes for another service. @throws AwsError QueueDoesNotExist, ReceiptHandleIsInvalid */
  async delete(queueArn: string, receiptHandle: string): Promise<void> {
    this.#state.queues.byArn(queueArn).delete(receiptHandle);
  }

  override async stop(): Promise<void> {
    this.#state.queues.close();
  }
}
