import assert from 'node:assert/strict';
import { KmsService } from '../../../../src/emulator/kms/index.js';
import { type CallableService, callable, callJson } from '../../../support/call-service.js';

const ARN = 'arn:aws:kms:us-east-1:000000000000:';
const base64 = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64');

describe('KMS requests', () => {
  let kms: CallableService<KmsService>;
  let KeyId: string;

  beforeEach(async () => {
    kms = await callable((context) => new KmsService(context));
    KeyId = await createKey();
  });
  afterEach(() => kms.close());

  const ask = (operation: string, input: object = {}) => callJson(kms, operation, input);

  async function createKey(input: object = {}): Promise<string> {
    const { body } = await ask('CreateKey', input);
    return (body.KeyMetadata as { KeyId: string }).KeyId;
  }

  const codeOf = async (operation: string, input: object = {}) => (await ask(operation, input)).code;
  const messageOf = async (operation: string, input: object = {}) =>
    (await ask(operation, input)).body.message;

  it('describe a key', async () => {
    const { body } = await ask('DescribeKey', { KeyId });
    assert.deepEqual(body.KeyMetadata, {
      AWSAccountId: '000000000000',
      Arn: `${ARN}key/${KeyId}`,
      CreationDate: Date.parse('2026-03-04T05:06:07Z') / 1000,
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    });
    assert.deepEqual((await ask('ListKeys')).body, {
      Keys: [{ KeyId, KeyArn: `${ARN}key/${KeyId}` }],
      Truncated: false,
    });
  });

  it('create symmetric keys only', async () => {
    const settings = { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' };
    assert.equal(await codeOf('CreateKey', settings), undefined);
    for (const other of [{ KeySpec: 'RSA_2048' }, { KeyUsage: 'SIGN_VERIFY' }, { Origin: 'EXTERNAL' }])
      assert.equal(await codeOf('CreateKey', other), 'NotImplemented', JSON.stringify(other));
  });

  it('find a key by its id, its ARN and its aliases', async () => {
    await ask('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
    for (const name of [KeyId, `key/${KeyId}`, `${ARN}key/${KeyId}`, 'alias/a', `${ARN}alias/a`])
      assert.equal(await codeOf('DescribeKey', { KeyId: name }), undefined, name);
    const missing = '00000000-0000-0000-0000-000000000000';
    assert.equal(
      await messageOf('DescribeKey', { KeyId: missing }),
      `Key '${ARN}key/${missing}' does not exist`,
    );
    assert.equal(await messageOf('DescribeKey', { KeyId: 'x' }), "Invalid keyId 'x'");
    assert.equal(await messageOf('DescribeKey', { KeyId: 'alias/b' }), `Alias ${ARN}alias/b is not found.`);
    for (const name of [missing, 'x', 'alias/b', ARN])
      assert.equal(await codeOf('DescribeKey', { KeyId: name }), 'NotFoundException');
    assert.equal(
      await messageOf('DescribeKey'),
      "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
    );
  });

  it('name an alias with letters, digits, slashes, underscores and hyphens', async () => {
    const create = (AliasName: unknown) => codeOf('CreateAlias', { AliasName, TargetKeyId: KeyId });
    assert.equal(await create('alias/A-b_1/c'), undefined);
    assert.equal(await create('alias/A-b_1/c'), 'AlreadyExistsException');
    for (const name of ['alias/', 'a', 'alias/a b', 'alias/a.b', 'xalias/a', undefined])
      assert.equal(await create(name), 'ValidationException', name);
    assert.equal(await create('alias/aws/s3'), 'NotAuthorizedException');
    assert.equal(await create('alias/awss3'), undefined);
  });

  it('list the aliases of a key, and of all', async () => {
    const other = await createKey();
    await ask('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
    await ask('CreateAlias', { AliasName: 'alias/b', TargetKeyId: other });
    const names = async (input: object) => {
      const { body } = await ask('ListAliases', input);
      return (body.Aliases as { AliasName: string }[]).map(({ AliasName }) => AliasName);
    };
    assert.deepEqual([await names({}), await names({ KeyId: other })], [['alias/a', 'alias/b'], ['alias/b']]);
    const { body } = await ask('ListAliases', { KeyId });
    const created = Date.parse('2026-03-04T05:06:07Z') / 1000;
    assert.deepEqual(body, {
      Aliases: [
        {
          AliasName: 'alias/a',
          AliasArn: `${ARN}alias/a`,
          TargetKeyId: KeyId,
          CreationDate: created,
          LastUpdatedDate: created,
        },
      ],
      Truncated: false,
    });
  });

  it('encrypt 1 to 4096 bytes', async () => {
    for (const bytes of [1, 4096])
      assert.equal(await codeOf('Encrypt', { KeyId, Plaintext: base64(bytes) }), undefined, String(bytes));
    assert.match(
      String(await messageOf('Encrypt', { KeyId, Plaintext: base64(4097) })),
      /'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096$/,
    );
    assert.match(
      String(await messageOf('Encrypt', { KeyId, Plaintext: '' })),
      /Member must have length greater than or equal to 1$/,
    );
  });

  it('decrypt up to 6144 bytes', async () => {
    const decrypt = (bytes: number) => codeOf('Decrypt', { CiphertextBlob: base64(bytes) });
    assert.equal(await decrypt(6144), 'InvalidCiphertextException');
    assert.equal(await decrypt(6145), 'ValidationException');
    // Version, key id, IV and tag take 45 bytes.
    for (const bytes of [44, 45, 46]) assert.equal(await decrypt(bytes), 'InvalidCiphertextException');
  });

  it('decrypt with the same key and context', async () => {
    const input = { KeyId, Plaintext: base64(3), EncryptionContext: { a: '1', b: '2' } };
    const { body } = await ask('Encrypt', input);
    const decrypt = (more: object) => ask('Decrypt', { CiphertextBlob: body.CiphertextBlob, ...more });
    const opened = await decrypt({ EncryptionContext: { b: '2', a: '1' }, KeyId });
    assert.deepEqual(opened.body, {
      Plaintext: base64(3),
      KeyId: `${ARN}key/${KeyId}`,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    for (const context of [{ a: '1' }, { a: '1', b: '3' }, {}, undefined])
      assert.equal((await decrypt({ EncryptionContext: context })).code, 'InvalidCiphertextException');
    for (const context of [{ a: 1 }, 'a'])
      assert.equal((await decrypt({ EncryptionContext: context })).code, 'SerializationException');
    const other = await createKey();
    assert.equal(
      (await decrypt({ EncryptionContext: { a: '1', b: '2' }, KeyId: other })).code,
      'IncorrectKeyException',
    );
  });

  it('generate a data key of 1 to 1024 bytes, or by its spec', async () => {
    const lengths = [
      [{ NumberOfBytes: 1 }, 1],
      [{ NumberOfBytes: 1024 }, 1024],
      [{ KeySpec: 'AES_256' }, 32],
      [{ KeySpec: 'AES_128' }, 16],
    ] as const;
    for (const [input, length] of lengths) {
      const { body } = await ask('GenerateDataKey', { KeyId, ...input });
      assert.equal(Buffer.from(String(body.Plaintext), 'base64').length, length);
      const opened = await ask('Decrypt', { CiphertextBlob: body.CiphertextBlob });
      assert.equal(opened.body.Plaintext, body.Plaintext);
    }
    const refused = [
      [{ NumberOfBytes: 0 }, /greater than or equal to 1$/],
      [{ NumberOfBytes: 1.5 }, /'numberOfBytes'/],
      [{ NumberOfBytes: 1025 }, /less than or equal to 1024$/],
      [{ KeySpec: 'AES_512' }, /Member must satisfy enum value set: \[AES_256, AES_128\]$/],
      [{}, /^Please specify either number of bytes or key spec\.$/],
      [{ NumberOfBytes: 32, KeySpec: 'AES_256' }, /^Please specify either/],
    ] as const;
    for (const [input, message] of refused) {
      const { code, body } = await ask('GenerateDataKey', { KeyId, ...input });
      assert.equal(code, 'ValidationException');
      assert.match(String(body.message), message);
    }
    const { body } = await ask('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: 1 });
    assert.deepEqual(Object.keys(body), ['KeyId', 'CiphertextBlob']);
  });

  it('disable and enable a key', async () => {
    await ask('DisableKey', { KeyId });
    const { body } = await ask('DescribeKey', { KeyId });
    const { Enabled, KeyState } = body.KeyMetadata as Record<string, unknown>;
    assert.deepEqual([Enabled, KeyState], [false, 'Disabled']);
    for (const [operation, input] of [
      ['Encrypt', { Plaintext: 'AA==' }],
      ['GenerateDataKey', { NumberOfBytes: 1 }],
    ] as const)
      assert.equal(await codeOf(operation, { KeyId, ...input }), 'DisabledException');
    await ask('EnableKey', { KeyId });
    assert.equal(await codeOf('Encrypt', { KeyId, Plaintext: 'AA==' }), undefined);
  });

  it('change tags, description and policy', async () => {
    const tags = (entries: Record<string, string>) =>
      Object.entries(entries).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const key = await createKey({ Description: 'd', Tags: tags({ a: '1' }), Policy: '{"a":1}' });
    await ask('TagResource', { KeyId: key, Tags: tags({ b: '2', c: '3' }) });
    await ask('UntagResource', { KeyId: key, TagKeys: ['c', 'none'] });
    await ask('UpdateKeyDescription', { KeyId: key, Description: 'e' });
    await kms.reopen();
    assert.deepEqual((await ask('ListResourceTags', { KeyId: key })).body, {
      Tags: tags({ a: '1', b: '2' }),
      Truncated: false,
    });
    const { body } = await ask('DescribeKey', { KeyId: key });
    assert.equal((body.KeyMetadata as { Description: string }).Description, 'e');
    assert.deepEqual((await ask('GetKeyPolicy', { KeyId: key })).body, {
      Policy: '{"a":1}',
      PolicyName: 'default',
    });
    await ask('PutKeyPolicy', { KeyId: key, Policy: '{"a":2}', PolicyName: 'default' });
    assert.equal((await ask('GetKeyPolicy', { KeyId: key })).body.Policy, '{"a":2}');
    for (const [operation, input] of [
      ['GetKeyPolicy', { PolicyName: 'x' }],
      ['PutKeyPolicy', { PolicyName: 'x', Policy: '{}' }],
    ] as const)
      assert.equal(await codeOf(operation, { KeyId: key, ...input }), 'NotFoundException');
    for (const operation of ['PutKeyPolicy', 'CreateKey'])
      assert.equal(await codeOf(operation, { KeyId: key, Policy: '{' }), 'MalformedPolicyDocumentException');
    const policy = JSON.parse(String((await ask('GetKeyPolicy', { KeyId })).body.Policy));
    assert.deepEqual(policy.Statement[0].Principal, { AWS: 'arn:aws:iam::000000000000:root' });
  });

  it('point an alias at another key, and delete it', async () => {
    const other = await createKey();
    await ask('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
    await ask('UpdateAlias', { AliasName: 'alias/a', TargetKeyId: other });
    const { body } = await ask('DescribeKey', { KeyId: 'alias/a' });
    assert.equal((body.KeyMetadata as { KeyId: string }).KeyId, other);
    await ask('DeleteAlias', { AliasName: 'alias/a' });
    for (const operation of ['DeleteAlias', 'UpdateAlias'])
      assert.equal(
        await codeOf(operation, { AliasName: 'alias/a', TargetKeyId: KeyId }),
        'NotFoundException',
      );
  });
});
