import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';

/** A Lambda client, and over HTTP what it asks: answers that no function gives, word for word. */
export interface LambdaEndpoint {
  readonly lambda: LambdaClient;
  /** Nothing answers at its address any more. */
  hangUp(): Promise<void>;
  stop(): Promise<void>;
}

export async function serveLambda(listener: RequestListener): Promise<LambdaEndpoint> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const lambda = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  const hangUp = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    lambda,
    hangUp,
    stop: async () => {
      lambda.destroy();
      await hangUp();
    },
  };
}
