import type { Call, Faults } from '../../../../src/local/index.js';
import type { Connection } from '../../../../src/project/index.js';
import type { AwsCall } from './permissions.js';

/** A call, and who made it: a function by its deployed name, or whatever work was being done outside of one. */
export interface RecordedCall extends AwsCall {
  readonly caller: string;
}

/** Records what is asked of a stage. Bodies stay in memory, and only members that name things are looked at. */
export class Recording {
  readonly calls: RecordedCall[] = [];
  #work = 'nobody';

  /** Runs `work` with the calls of the watched clients recorded as those of `caller`. */
  async as<T>(caller: string, work: () => Promise<T>): Promise<T> {
    this.#work = caller;
    try {
      return await work();
    } finally {
      this.#work = 'nobody';
    }
  }

  /** To be given to the stage: what functions call, told apart by the session of their keys. */
  readonly faults: Faults = (call) => {
    const caller = call.session?.replace(/-session$/, '');
    if (caller !== undefined) this.calls.push({ caller, ...callOf(call) });
    return undefined;
  };

  /** Records what a connection's clients call. */
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

  /** The calls of one caller. */
  of(caller: string): RecordedCall[] {
    return this.calls.filter((call) => call.caller === caller);
  }
}

const CLIENTS = [
  ...(['lambda', 's3', 'rds', 'kms', 'dynamodb', 'sqs', 'sts', 'logs', 'cloudwatch'] as const),
  ...(['apiGateway', 'events'] as const),
];

/** The services that functions call have members of the same names on the wire as in the SDK. */
function callOf({ service, operation, body }: Call): AwsCall {
  const text = body.toString('utf8');
  const input = service === 'rds' ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text || '{}');
  return { service, operation, input };
}
