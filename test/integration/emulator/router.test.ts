import assert from 'node:assert/strict';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { sha256 } from '../../support/sha256.js';
import { startTestStage, type TestStage } from '../../support/stage.js';

describe('the port of the emulator', () => {
  let stage: TestStage;

  before(async () => {
    stage = await startTestStage();
  });
  after(() => stage?.remove());
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
    it(`accepts the emulator's access key for ${service}, and refuses another id or secret`, async () => {
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

  it('returns the identity of the caller', async () => {
    const { Account, Arn } = await asking.sts(stage.client);
    assert.deepEqual([Account, Arn], ['000000000000', 'arn:aws:iam::000000000000:user/local-stage']);
  });

  it('accepts a session token, which functions send', async () => {
    const credentials = { ...stage.credentials, sessionToken: 'a-function-session' };
    await asking.sqs({ ...stage.client, credentials });
  });

  it('answers 501 with the name of an unknown operation', async () => {
    await assert.rejects(
      using(new STSClient(stage.client), (client) => client.send(new GetSessionTokenCommand({}))),
      /The local stage does not support STS GetSessionToken\./,
    );
  });

  it('sends requests without a signature to API Gateway', async () => {
    const answer = await fetch(`${stage.endpoint}/local/boletos`);
    assert.equal(answer.status, 403);
    assert.deepEqual(await answer.json(), { message: 'Forbidden' });
  });

  it('survives paths that no AWS client sends', async () => {
    for (const path of ['/%', '/%E0%A4%A', '//', '/?%', '/?X-Amz-Algorithm=AWS4-HMAC-SHA256']) {
      const answer = await fetch(`${stage.endpoint}${path}`);
      assert.equal(answer.status, 403, path);
    }
    await asking.kms(stage.client);
  });

  it('accepts a presigned URL, and refuses a changed one', async () => {
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

  it('has the same access key, port and state after a restart', async () => {
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
