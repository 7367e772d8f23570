import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isNamed } from './clients.js';

/** Creates the key with this alias, unless it exists. @param alias `alias/local-credstash` */
export async function ensureKey(kms: KMSClient, alias: string): Promise<void> {
  try {
    await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  } catch (error) {
    if (!isNamed(error, 'NotFoundException')) throw error;
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: `Secrets, as ${alias}` }));
    await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  }
}

/** Creates a table whose two keys are strings, unless it exists, and waits until it is active. */
export async function ensureTable(
  dynamodb: DynamoDBClient,
  table: string,
  hash: string,
  range: string,
): Promise<void> {
  try {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [hash, range].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: hash, KeyType: 'HASH' },
          { AttributeName: range, KeyType: 'RANGE' },
        ],
      }),
    );
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error;
  }
  await waitUntilTableExists(
    { client: dynamodb, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 },
    { TableName: table },
  );
}

/** Creates a versioned bucket, unless it exists. S3 accepts no location constraint for us-east-1. */
export async function ensureBucket(s3: S3Client, bucket: string, region: string): Promise<void> {
  const configuration = { LocationConstraint: region as BucketLocationConstraint };
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: configuration }),
      }),
    );
  } catch (error) {
    if (!isNamed(error, 'BucketAlreadyOwnedByYou')) throw error;
  }
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
}
