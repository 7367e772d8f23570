import type { Call, Faults } from '../../../../src/local/index.js';
import type { Connection } from '../../../../src/project/index.js';
import type { AwsCall } from './permissions.js';

/** A call, and who made it: the deployed name of a function, or the name given to `Recording.as`. */
export interface RecordedCall extends AwsCall {
  readonly caller: string;
}

/** Records the calls to a stage, in memory. */
export class Recording {
  readonly calls: RecordedCall[] = [];
  #work = 'nobody';

  /** Runs `work`, and records the calls of the watched clients as calls of `caller`. */
  async as<T>(caller: string, work: () => Promise<T>): Promise<T> {
    this.#work = caller;
    try {
      return await work();
    } finally {
      this.#work = 'nobody';
    }
  }

  /**
   * Records the calls of functions, if the stage gets it as its faults. The session of a call's keys names the
   * function.
   */
  readonly faults: Faults = (call) => {
    const caller = call.session?.replace(/-session$/, '');
    if (caller !== undefined) this.calls.push({ caller, ...callOf(call) });
    return undefined;
  };

  /** Records the calls of a connection's clients. */
  watch(connection: Connection): void {
    for (const name of CLIENTS) {
      const { middlewareStack } = connection[name] as Connection['lambda'];
      middlewareStack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            const operation = commandName.replace(/Command$/, '');
            const input = args.input as AwsCall['input'];
            this.calls.push({ caller: this.#work, service: name, operation, input });
            return await next(args);
          },
        { step: 'initialize', name: 'record' },
      );
    }
  }

  /** Returns the calls of one caller. */
  of(caller: string): RecordedCall[] {
    return this.calls.filter((call) => call.caller === caller);
  }
}

const CLIENTS = [
  ...(['lambda', 's3', 'rds', 'kms', 'dynamodb', 'sqs', 'sts', 'logs', 'cloudwatch'] as const),
  ...(['apiGateway', 'events'] as const),
];

/** Reads a call of a function. The services that functions call use the same names on the wire as in the SDK. */
function callOf({ service, operation, body }: Call): AwsCall {
  const text = body.toString('utf8');
  const input = service === 'rds' ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text || '{}');
  return { service, operation, input };
}
