// A rotation as a process that can be killed; its AWS clients are set up by the environment alone.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
const { KMSClient } = await import('@aws-sdk/client-kms');
const { RDSClient } = await import('@aws-sdk/client-rds');
const { createCredstash } = await import('../../../src/credstash/index.js');
const { instanceDatabase, rotatePassword } = await import('../../../src/rotation/index.js');

const credstash = createCredstash({
  kms: new KMSClient({}),
  dynamodb: new DynamoDBClient({}),
  table: 'secrets',
  key: 'alias/secrets',
});
const database = instanceDatabase(new RDSClient({}), 'test-db');
await rotatePassword({ environment: 'test', database, credstash, force: true });
