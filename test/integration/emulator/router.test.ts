import assert from 'node:assert/strict';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Fault } from '../../../src/emulator/faults.js';
import { sha256 } from '../../support/sha256.js';
import { startTestStage, type TestStage } from '../../support/stage.js';

describe('the one port of the stage', () => {
  let stage: TestStage;
  let fault: Fault | undefined;

  before(async () => {
    stage = await startTestStage({
      faults: ({ operation }) => (['ListKeys', 'CreateQueue'].includes(operation) ? fault : undefined),
    });
  });
  after(() => stage?.remove());
  afterEach(() => {
    fault = undefined;
  });

  type Settings = TestStage['client'];
  type Ask = (settings: Settings) => Promise<unknown>;
  const asking = {
    kms: (settings: Settings) =>
      using(new KMSClient(settings), (client) => client.send(new ListKeysCommand({}))),
    dynamodb: (settings: Settings) =>
      using(new DynamoDBClient(settings), (client) => client.send(new ListTablesCommand({}))),
    s3: (settings: Settings) =>
      using(new S3Client(settings), (client) => client.send(new ListBucketsCommand({}))),
    sqs: (settings: Settings) =>
      using(new SQSClient(settings), (client) => client.send(new ListQueuesCommand({}))),
    lambda: (settings: Settings) =>
      using(new LambdaClient(settings), (client) => client.send(new ListFunctionsCommand({}))),
    rds: (settings: Settings) =>
      using(new RDSClient(settings), (client) => client.send(new DescribeDBInstancesCommand({}))),
    sts: (settings: Settings) =>
      using(new STSClient(settings), (client) => client.send(new GetCallerIdentityCommand({}))),
  };

  async function using<Client extends { destroy(): void }, Answer>(
    client: Client,
    work: (client: Client) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await work(client);
    } finally {
      client.destroy();
    }
  }

  const unknownKey: Record<string, string> = {
    s3: 'InvalidAccessKeyId',
    rds: 'InvalidClientTokenId',
    sts: 'InvalidClientTokenId',
  };
  const wrongSecret: Record<string, string> = {
    s3: 'SignatureDoesNotMatch',
    rds: 'SignatureDoesNotMatch',
    sts: 'SignatureDoesNotMatch',
  };

  for (const [service, ask] of Object.entries(asking) as [string, Ask][]) {
    it(`answers ${service} with the stage's key, and refuses another key and another secret`, async () => {
      await ask(stage.client);
      const { accessKeyId, secretAccessKey } = stage.credentials;
      await assert.rejects(
        ask({ ...stage.client, credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey } }),
        { name: unknownKey[service] ?? 'UnrecognizedClientException' },
      );
      await assert.rejects(
        ask({ ...stage.client, credentials: { accessKeyId, secretAccessKey: 'other' } }),
        (error: Error & { $metadata: { httpStatusCode: number } }) => {
          assert.equal(error.name, wrongSecret[service] ?? 'InvalidSignatureException');
          assert.equal(error.$metadata.httpStatusCode, 403);
          return true;
        },
      );
    });
  }

  it('tells who one is', async () => {
    const { Account, Arn } = await asking.sts(stage.client);
    assert.deepEqual([Account, Arn], ['000000000000', 'arn:aws:iam::000000000000:user/local-stage']);
  });

  it('takes a session token, as functions send one', async () => {
    const credentials = { ...stage.credentials, sessionToken: 'a-function-session' };
    await asking.sqs({ ...stage.client, credentials });
  });

  it('answers 501 and the name of an operation that a service does not have', async () => {
    await assert.rejects(
      using(new STSClient(stage.client), (client) => client.send(new GetSessionTokenCommand({}))),
      /The local stage does not support STS GetSessionToken\./,
    );
  });

  it('answers 501 and the name of a service that is not there, in the protocol it was asked in', async () => {
    const signer = new SignatureV4({
      credentials: stage.credentials,
      region: 'us-east-1',
      service: 'iam',
      sha256,
    });
    const { hostname, port, host } = new URL(stage.endpoint);
    const signed = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/',
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListUsers',
    });
    const answer = await fetch(stage.endpoint, {
      method: 'POST',
      headers: signed.headers,
      body: 'Action=ListUsers',
    });
    assert.equal(answer.status, 501);
    assert.match(
      await answer.text(),
      /<Code>NotImplemented<\/Code><Message>The local stage has no service &quot;iam&quot;/,
    );
  });

  it('hands requests without a signature to API Gateway', async () => {
    const answer = await fetch(`${stage.endpoint}/local/boletos`);
    assert.equal(answer.status, 403);
    assert.deepEqual(await answer.json(), { message: 'Forbidden' });
  });

  it('survives targets that no client of AWS sends', async () => {
    for (const path of ['/%', '/%E0%A4%A', '//', '/?%', '/?X-Amz-Algorithm=AWS4-HMAC-SHA256']) {
      const answer = await fetch(`${stage.endpoint}${path}`);
      assert.equal(answer.status, 403, path);
    }
    await asking.kms(stage.client);
  });

  it('opens a presigned URL as long as nothing in it is changed', async () => {
    const { PutObjectCommand, CreateBucketCommand } = await import('@aws-sdk/client-s3');
    const s3 = new S3Client(stage.client);
    await s3.send(new CreateBucketCommand({ Bucket: 'presigned' }));
    await s3.send(new PutObjectCommand({ Bucket: 'presigned', Key: 'a b+ç.txt', Body: 'contents' }));
    await assert.doesNotReject(s3.send(new GetObjectCommand({ Bucket: 'presigned', Key: 'a b+ç.txt' })));
    s3.destroy();
    const signer = new SignatureV4({
      credentials: stage.credentials,
      region: 'us-east-1',
      service: 's3',
      sha256,
      uriEscapePath: false,
    });
    const { hostname, port, host } = new URL(stage.endpoint);
    const path = '/presigned/a%20b%2B%C3%A7.txt';
    const { query = {} } = await signer.presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname,
        port: Number(port),
        path,
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      { expiresIn: 60 },
    );
    const url = new URL(`${stage.endpoint}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    assert.equal(await (await fetch(url)).text(), 'contents');
    url.searchParams.set('X-Amz-Expires', '3600');
    const changed = await fetch(url);
    assert.equal(changed.status, 403);
    assert.match(await changed.text(), /SignatureDoesNotMatch/);
  });

  describe('with a fault', () => {
    const once = { maxAttempts: 1 };
    const ask = () =>
      using(new KMSClient({ ...stage.client, ...once }), (client) => client.send(new ListKeysCommand({})));

    it('answers an error that was asked for', async () => {
      fault = { type: 'error', code: 'ThrottlingException', status: 400 };
      await assert.rejects(ask(), { name: 'ThrottlingException' });
    });

    it('breaks the connection', async () => {
      for (const type of ['reset', 'lost-answer'] as const) {
        fault = { type };
        await assert.rejects(ask(), (error: Error) => /ECONNRESET|socket hang up/.test(String(error)));
      }
    });

    it('keeps silent, whether the call was done or not', async () => {
      const requestHandler = { requestTimeout: 200, throwOnRequestTimeout: true };
      const settings = { ...stage.client, ...once, requestHandler };
      for (const done of [true, false]) {
        const QueueName = `silent-${done}`;
        fault = { type: 'silence', done };
        const creating = using(new SQSClient(settings), (client) =>
          client.send(new CreateQueueCommand({ QueueName })),
        );
        await assert.rejects(creating, { name: 'TimeoutError' });
        fault = undefined;
        const { QueueUrls = [] } = await using(new SQSClient(stage.client), (client) =>
          client.send(new ListQueuesCommand({ QueueNamePrefix: QueueName })),
        );
        assert.equal(QueueUrls.length, done ? 1 : 0);
      }
    });
  });

  it('goes on where it was after a restart: same key, port and state', async () => {
    const { endpoint, credentials } = stage;
    await using(new SQSClient(stage.client), (client) =>
      client.send(new CreateQueueCommand({ QueueName: 'kept' })),
    );
    stage = await stage.restart();
    assert.deepEqual({ endpoint: stage.endpoint, credentials: stage.credentials }, { endpoint, credentials });
    const { QueueUrls } = await asking.sqs(stage.client);
    assert.deepEqual(QueueUrls, [`${endpoint}/000000000000/kept`]);
  });
});
