import assert from 'node:assert/strict';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { CredstashError, createCredstash } from '../../../src/credstash/index.js';
import type { Fault } from '../../../src/emulator/faults.js';
import { type DatabaseStage, startDatabaseStage } from '../../support/database-stage.js';

describe('credstash on the emulated KMS and DynamoDB', function () {
  this.timeout(60_000);
  let stage: DatabaseStage;
  let names = 0;
  let name: string;

  before(async () => {
    stage = await startDatabaseStage();
  });
  after(() => stage.stop());
  beforeEach(() => {
    name = `secret-${++names}`;
  });
  afterEach(() => {
    stage.faults = () => undefined;
  });

  const open = (more = {}) => createCredstash({ ...stage, key: 'alias/secrets', ...more });
  const first = '0000000000000000001';

  async function item(version = first) {
    const Key = { name: { S: name }, version: { S: version } };
    const { Item } = await stage.dynamodb.send(
      new GetItemCommand({ TableName: stage.table, Key, ConsistentRead: true }),
    );
    return Item ?? {};
  }

  async function alter(change: Awaited<ReturnType<typeof item>>, version = first): Promise<void> {
    const Item = { ...(await item(version)), ...change };
    await stage.dynamodb.send(new PutItemCommand({ TableName: stage.table, Item }));
  }

  function failing(operation: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    let left = times;
    stage.faults = (call) => (call.operation === operation && left-- > 0 ? fault : undefined);
  }

  it('writes every attribute of the format as a string', async () => {
    await open().put(name, 'hunter2', { comment: 'a note' });
    const written = await item();
    assert.deepEqual(Object.keys(written).sort(), [
      'comment',
      'contents',
      'digest',
      'hmac',
      'key',
      'name',
      'version',
    ]);
    assert.deepEqual(written.version, { S: first });
    assert.deepEqual(written.digest, { S: 'SHA256' });
    assert.deepEqual(written.comment, { S: 'a note' });
    assert.match(written.hmac?.S ?? '', /^[0-9a-f]{64}$/);
    assert.equal(Buffer.from(written.contents?.S ?? '', 'base64').length, 7);
  });

  it('reads the latest version, or the requested one in any form', async () => {
    const credstash = open();
    for (const value of ['one', 'two', 'three']) await credstash.put(name, value);
    assert.equal(await credstash.get(name), 'three');
    for (const version of [2, '2', 2n, '0000000000000000002']) {
      assert.equal(await credstash.get(name, { version }), 'two');
    }
    assert.equal(await credstash.latestVersion(name), '0000000000000000003');
  });

  it('lists every version of a secret, newest first', async () => {
    const credstash = open();
    await credstash.put(name, 'one', { comment: 'first' });
    await credstash.put(name, 'two');
    assert.deepEqual(await credstash.versions(name), [
      { name, version: '0000000000000000002', digest: 'SHA256' },
      { name, version: first, comment: 'first', digest: 'SHA256' },
    ]);
    const listed = (await credstash.list()).filter((entry) => entry.name === name);
    assert.deepEqual(
      listed.map(({ version }) => version),
      [first, '0000000000000000002'],
    );
  });

  it('reports a missing secret or version', async () => {
    await assert.rejects(open().get(name), {
      name: 'SecretNotFound',
      code: 'SECRET_NOT_FOUND',
      secret: name,
      message: `There is no secret "${name}" in the table.`,
    });
    await open().put(name, 'v');
    await assert.rejects(open().get(name, { version: 9 }), {
      message: `There is no secret "${name}" version 9 in the table.`,
    });
    assert.equal(await open().find('nothing'), undefined);
    assert.equal(await open().latestVersion('nothing'), undefined);
  });

  it('never replaces a version', async () => {
    await open().put(name, 'one', { version: 1 });
    await assert.rejects(open().put(name, 'two', { version: 1 }), {
      name: 'VersionExists',
      secret: name,
      version: first,
      message: `"${name}" already has a version ${first}. Leave the version out to get the next one.`,
    });
    assert.equal(await open().get(name), 'one');
  });

  it('writes 50 versions without a gap for 50 concurrent puts', async () => {
    const credstash = open();
    const values = Array.from({ length: 50 }, (_, index) => `value ${index}`);
    const stored = await Promise.all(values.map((value) => credstash.put(name, value)));
    const expected = values.map((_, index) => String(index + 1).padStart(19, '0'));
    assert.deepEqual(stored.map(({ version }) => version).sort(), expected);
    const read = await Promise.all(stored.map(({ version }) => credstash.get(name, { version })));
    assert.deepEqual(read, values);
  });

  it('recognizes its own row when the response was lost and the SDK repeated the write', async () => {
    failing('PutItem', { type: 'lost-answer' }, 1);
    assert.deepEqual(await open().put(name, 'v', { version: 1 }), { version: first });
    assert.equal(await open().get(name), 'v');
  });

  it('writes only one version when the response was lost', async () => {
    failing('PutItem', { type: 'lost-answer' }, 1);
    assert.deepEqual(await open().put(name, 'v'), { version: first });
    assert.equal((await open().versions(name)).length, 1);
  });

  it('deletes one version', async () => {
    await open().put(name, 'one');
    await open().put(name, 'two');
    await open().deleteVersion(name, 2);
    assert.equal(await open().get(name), 'one');
    await open().deleteVersion(name, 2);
  });

  it('encrypts every value under its own data key', async () => {
    await open().put(name, 'same');
    await open().put(name, 'same');
    const [one, two] = [await item(), await item('0000000000000000002')];
    assert.notEqual(one.key?.S, two.key?.S);
    assert.notEqual(one.contents?.S, two.contents?.S);
  });

  it('decrypts a secret only with the context that it was stored with', async () => {
    await open({ context: { environment: 'live' } }).put(name, 'v');
    assert.equal(await open({ context: { environment: 'live' } }).get(name), 'v');
    for (const context of [{}, { environment: 'sandbox' }]) {
      await assert.rejects(open({ context }).get(name), {
        name: 'ContextMismatch',
        code: 'CONTEXT_MISMATCH',
      });
    }
  });

  it('refuses an altered row, and says what is wrong with it', async () => {
    const alterations: [Awaited<ReturnType<typeof item>>, string][] = [
      [{ contents: { S: 'AAAA' } }, 'its HMAC does not fit its contents'],
      [{ contents: { S: 'not base64' } }, 'its contents are not base64'],
      [{ contents: { N: '1' } }, 'its attribute "contents" is not a string'],
      [{ hmac: { S: '00' } }, 'its HMAC does not fit its contents'],
      [{ digest: { S: 'MD5' } }, 'its HMAC does not fit its contents'],
      [{ digest: { S: 'WHIRLPOOL' } }, 'its digest is not known'],
      [{ key: { S: '*' } }, 'its key is not base64'],
    ];
    for (const [alteration, reason] of alterations) {
      const { version } = await open().put(name, 'hunter2');
      await alter(alteration, version);
      await assert.rejects(open().get(name, { version }), {
        name: 'IntegrityError',
        code: 'INTEGRITY_ERROR',
        message: `The row of "${name}" version ${version} cannot be trusted: ${reason}.`,
      });
    }
  });

  it('reads rows without a digest and with a binary HMAC', async () => {
    await open().put(name, 'old');
    const { hmac, digest, ...rest } = await item();
    const Item = { ...rest, hmac: { B: Buffer.from(hmac?.S ?? '') } };
    await stage.dynamodb.send(new PutItemCommand({ TableName: stage.table, Item }));
    assert.deepEqual(digest, { S: 'SHA256' });
    assert.equal(await open().get(name), 'old');
  });

  it('stores a value of 290,000 bytes, and refuses a larger one than DynamoDB holds', async () => {
    const large = 'x'.repeat(290_000);
    await open().put(name, large);
    assert.equal(await open().get(name), large);
    await assert.rejects(open().put(name, 'x'.repeat(310_000)), { code: 'INVALID_VALUE', secret: name });
  });

  it('refuses text that UTF-8 cannot encode, empty names and unknown digests', async () => {
    await assert.rejects(open().put(name, 'half a \ud83d'), { code: 'INVALID_VALUE' });
    await assert.rejects(open().put('', 'v'), {
      code: 'INVALID_NAME',
      message: "A secret's name must not be empty.",
    });
    await assert.rejects(open().get('x'.repeat(2049)), { code: 'INVALID_NAME' });
    await assert.rejects(open().put(name, 'v', { digest: 'sha256' as 'SHA256' }), { code: 'INVALID_DIGEST' });
  });

  it('reports a missing or disabled KMS key', async () => {
    await assert.rejects(open({ key: 'alias/nothing' }).put(name, 'v'), (error: CredstashError) => {
      assert.equal(error.code, 'KMS_UNAVAILABLE');
      assert.match(error.message, /^KMS cannot be used: NotFoundException for key alias\/nothing: /);
      return true;
    });
    await open().put(name, 'v');
    const { Keys } = await stage.kms.send(new ListKeysCommand({}));
    const KeyId = Keys?.[0]?.KeyId;
    await stage.kms.send(new DisableKeyCommand({ KeyId }));
    try {
      await assert.rejects(open().get(name), { name: 'KmsUnavailable', secret: name });
    } finally {
      await stage.kms.send(new EnableKeyCommand({ KeyId }));
    }
  });

  it('reports a missing table by its name', async () => {
    await assert.rejects(open({ table: 'nothing' }).get(name), {
      code: 'STORE_UNAVAILABLE',
      message: 'The credstash table cannot be used: there is no table "nothing" in this account and region.',
    });
  });

  it('reports throttling of either service as such', async () => {
    await open().put(name, 'v');
    const { endpoint, region, credentials } = stage;
    const dynamodb = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 2 });
    failing('Query', { type: 'error', code: 'ProvisionedThroughputExceededException', status: 400 });
    await assert.rejects(open({ dynamodb }).get(name), { name: 'Throttled', code: 'THROTTLED' });
    dynamodb.destroy();
    failing('Decrypt', { type: 'error', code: 'ThrottlingException', status: 400 });
    await assert.rejects(open().get(name), { name: 'Throttled', code: 'THROTTLED' });
  });

  it('turns every failure of AWS into a CredstashError', async () => {
    await open().put(name, 'v');
    for (const [operation, code] of [
      ['Query', 'STORE_UNAVAILABLE'],
      ['Decrypt', 'KMS_UNAVAILABLE'],
    ] as const) {
      for (const fault of [
        { type: 'reset' },
        { type: 'error', code: 'AccessDeniedException', status: 400 },
      ] as const) {
        failing(operation, fault);
        await assert.rejects(open().get(name), (error) => {
          assert.ok(error instanceof CredstashError);
          assert.equal(error.code, code);
          return true;
        });
      }
    }
  });
});
