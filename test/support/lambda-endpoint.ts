import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';

/** An HTTP server in place of Lambda, for answers that no real function gives, and a client for it. */
export interface LambdaEndpoint {
  readonly url: string;
  readonly lambda: LambdaClient;
  /** Closes the server. Later connections to `url` are refused. */
  hangUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Serves `listener` on a free port. `stop` also closes the client. */
export async function serveLambda(listener: RequestListener): Promise<LambdaEndpoint> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lambda = new LambdaClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  const hangUp = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url,
    lambda,
    hangUp,
    stop: async () => {
      lambda.destroy();
      await hangUp();
    },
  };
}
