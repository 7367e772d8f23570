import { type Clock, systemClock } from '../../src/clock.js';
import { type Connection, connect, type Environment } from '../../src/project/index.js';

/** A call to AWS: `UpdateAlias`, `test-sample-one`. */
export interface SentCall {
  readonly command: string;
  readonly functionName: string;
}

/** Clients and a clock of a process that stalls before one call, does not send it, and goes on when it is thawed. */
export interface FrozenHolder {
  readonly clients: Connection;
  /** Makes no heartbeats: the process does not notice that it lost its lock. */
  readonly clock: Clock;
  /** Resolves when the process stalls. */
  readonly frozen: Promise<void>;
  /** Sends the call, and everything after it. */
  thaw(): void;
}

/** Makes a process stall. @param at returns whether to stall before this call */
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

/** A clock a minute ahead: a lease that begins now has expired. The ten seconds that an expired lease is watched pass at once. */
export const aMinuteLater: Clock = {
  now: () => new Date(Date.now() + 60_000),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds > 5_000 ? 0 : milliseconds, signal),
};
