import type { AliasConfiguration, FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { systemClock } from '../../src/clock.js';
import type { EnvironmentContext } from '../../src/deploy/context.js';

/** What Lambda has, by deployed name: the alias `current`, and the configurations by qualifier. */
export interface FakeFunction {
  readonly alias: AliasConfiguration;
  readonly configurations: Readonly<Record<string, FunctionConfiguration>>;
}

/** Returns a context whose Lambda client reads from `functions`, and whose bucket answers with `bucketStatus`. */
export function fakeContext(
  functions: Readonly<Record<string, FakeFunction>>,
  bucketStatus = 200,
): EnvironmentContext {
  const lambda = {
    send: async ({ constructor: { name }, input }: { constructor: { name: string }; input: Input }) => {
      const found = functions[input.FunctionName];
      if (name === 'GetAliasCommand') return found?.alias;
      return found?.configurations[input.Qualifier ?? '$LATEST'];
    },
  } as unknown as LambdaClient;
  const s3 = {
    send: async ({ constructor: { name } }: { constructor: { name: string } }) => {
      if (name === 'HeadBucketCommand' && bucketStatus === 200) return {};
      const status = name === 'HeadBucketCommand' ? bucketStatus : 404;
      throw Object.assign(new Error('refused'), { $metadata: { httpStatusCode: status } });
    },
  };
  const names = Object.keys(functions).map((name) => name.replace('test-sample-', ''));
  return {
    project: {
      service: 'sample',
      functions: Object.fromEntries(
        names.map((name) => [name, { name, handler: 'index.handler', memory: 128, timeout: 3 }]),
      ),
    },
    environment: {
      name: 'test',
      account: '000000000000',
      region: 'us-east-1',
      bucket: 'artifacts',
      functions: names,
    },
    clients: { lambda, s3 },
    clock: systemClock,
    report: () => undefined,
    signal: new AbortController().signal,
    who: 'tester',
  } as unknown as EnvironmentContext;
}

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}
