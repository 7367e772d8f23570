import { type Connection, connect, type Environment } from '../../src/project/index.js';

/** The part of an AWS client's settings that only says how long it waits. */
interface Waiting {
  readonly requestHandler: { updateHttpClientConfig(key: 'requestTimeout', value: number): void };
  retryStrategy(): Promise<{ retryBackoffStrategy?: { computeNextBackoffDelay(attempt: number): number } }>;
}

/**
 * The environment's clients with all of their attempts, but without the pauses between them.
 *
 * @param patience milliseconds after which they give a call up; left out: as ever
 */
export async function hurriedConnection(environment: Environment, patience?: number): Promise<Connection> {
  const connection = connect(environment);
  const { lambda, s3, dynamodb, sts } = connection;
  for (const { config } of [lambda, s3, dynamodb, sts]) {
    const { requestHandler, retryStrategy } = config as unknown as Waiting;
    if (patience !== undefined) requestHandler.updateHttpClientConfig('requestTimeout', patience);
    const strategy = await retryStrategy();
    if (strategy.retryBackoffStrategy) strategy.retryBackoffStrategy.computeNextBackoffDelay = () => 1;
  }
  return connection;
}
