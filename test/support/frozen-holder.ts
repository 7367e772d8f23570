import { type Clock, systemClock } from '../../src/clock.js';
import { type Connection, connect, type Environment } from '../../src/project/index.js';

/** What a call to AWS is known by: `UpdateAlias`, `test-sample-one`. */
export interface SentCall {
  readonly command: string;
  readonly functionName: string;
}

/** A process that stands still from one call on, that call not sent, until it is thawed. */
export interface FrozenHolder {
  readonly clients: Connection;
  /** Without heartbeats: it does not learn that its lock was lost. */
  readonly clock: Clock;
  readonly frozen: Promise<void>;
  thaw(): void;
}

/** @param at whether to stand still before this call */
export function freezeAt(environment: Environment, at: (call: SentCall) => boolean): FrozenHolder {
  const clients = connect(environment);
  let freeze = () => {};
  let thaw = () => {};
  const frozen = new Promise<void>((resolve) => {
    freeze = resolve;
  });
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  let isFrozen = false;
  for (const { middlewareStack } of [clients.lambda, clients.dynamodb, clients.s3]) {
    (middlewareStack as typeof clients.lambda.middlewareStack).add(
      (next, { commandName = '' }) =>
        async (args) => {
          const { FunctionName = '' } = args.input as { FunctionName?: string };
          if (at({ command: commandName.replace(/Command$/, ''), functionName: FunctionName })) {
            isFrozen = true;
            freeze();
          }
          if (isFrozen) await thawed;
          return await next(args);
        },
      { step: 'initialize', name: 'freeze' },
    );
  }
  return { clients, clock: withoutHeartbeat, frozen, thaw };
}

const withoutHeartbeat: Clock = {
  now: systemClock.now,
  sleep: (milliseconds, signal) =>
    milliseconds < 5_000
      ? systemClock.sleep(milliseconds, signal)
      : new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
};

/** A minute later, when a lease of now has run out; the ten seconds that it is watched for pass at once. */
export const aMinuteLater: Clock = {
  now: () => new Date(Date.now() + 60_000),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds > 5_000 ? 0 : milliseconds, signal),
};
