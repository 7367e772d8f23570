import { type Connection, connect, type Environment } from '../../src/project/index.js';

/** Milliseconds after which a client gives a call up. Ordinary ones take a tenth of it. */
const REQUEST_TIMEOUT = 250;

/** The part of an AWS client's settings that only says how long it waits. */
interface Waiting {
  readonly requestHandler: { updateHttpClientConfig(key: 'requestTimeout', value: number): void };
  retryStrategy(): Promise<{ retryBackoffStrategy?: { computeNextBackoffDelay(attempt: number): number } }>;
}

/** The environment's clients with all of their attempts, but without the pauses between them. */
export async function hurriedConnection(environment: Environment): Promise<Connection> {
  const connection = connect(environment);
  const { lambda, s3, dynamodb, sts } = connection;
  for (const { config } of [lambda, s3, dynamodb, sts]) {
    const { requestHandler, retryStrategy } = config as unknown as Waiting;
    requestHandler.updateHttpClientConfig('requestTimeout', REQUEST_TIMEOUT);
    const strategy = await retryStrategy();
    if (strategy.retryBackoffStrategy) strategy.retryBackoffStrategy.computeNextBackoffDelay = () => 1;
  }
  return connection;
}
