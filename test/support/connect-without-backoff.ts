import { type Connection, connect, type Environment } from '../../src/project/index.js';

/** The settings of an AWS client that say how long it waits. */
interface WaitSettings {
  readonly requestHandler: { updateHttpClientConfig(key: 'requestTimeout', value: number): void };
  retryStrategy(): Promise<{ retryBackoffStrategy?: { computeNextBackoffDelay(attempt: number): number } }>;
}

/**
 * Connects to the environment with clients that retry as usual, but without pauses between their attempts.
 *
 * @param timeout milliseconds after which a client gives up an attempt; undefined: the usual limit
 */
export async function connectWithoutBackoff(environment: Environment, timeout?: number): Promise<Connection> {
  const connection = connect(environment);
  const { lambda, s3, dynamodb, sts } = connection;
  for (const { config } of [lambda, s3, dynamodb, sts]) {
    const { requestHandler, retryStrategy } = config as unknown as WaitSettings;
    if (timeout !== undefined) requestHandler.updateHttpClientConfig('requestTimeout', timeout);
    const strategy = await retryStrategy();
    if (strategy.retryBackoffStrategy) strategy.retryBackoffStrategy.computeNextBackoffDelay = () => 1;
  }
  return connection;
}
