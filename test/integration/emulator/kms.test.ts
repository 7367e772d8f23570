import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { systemClock } from '../../../src/clock.js';
import { KmsService } from '../../../src/emulator/kms/index.js';
import { Router } from '../../../src/emulator/router.js';

describe('KMS in the emulator', () => {
  const credentials = { accessKeyId: 'SBWLOCALTEST', secretAccessKey: 'secret' };
  const place = { account: '000000000000', region: 'us-east-1' };
  let directory: string;
  let router: Router;
  let kms: KMSClient;
  let keyId: string;
  let arn: string;

  async function open(): Promise<void> {
    const context = {
      ...place,
      directory,
      endpoint: () => '',
      credentials,
      clock: systemClock,
      report: () => undefined,
    };
    router = new Router({ ...context, services: [new KmsService(context)], unsigned: 'execute-api' });
    const endpoint = `http://127.0.0.1:${await router.listen(0)}`;
    kms = new KMSClient({ endpoint, region: place.region, credentials });
  }
  async function close(): Promise<void> {
    kms.destroy();
    await router.close();
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sbw-kms-'));
    await open();
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Description: 'secrets',
        Tags: [{ TagKey: 'service', TagValue: 'superbowleto' }],
      }),
    );
    keyId = KeyMetadata?.KeyId ?? '';
    arn = KeyMetadata?.Arn ?? '';
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/secrets', TargetKeyId: keyId }));
  });
  after(async () => {
    await close();
    rmSync(directory, { recursive: true, force: true });
  });

  const plaintext = Buffer.from('the words');
  const encrypt = async (context?: Record<string, string>) => {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: keyId, Plaintext: plaintext, EncryptionContext: context }),
    );
    return CiphertextBlob;
  };

  it('describes a key by its id, its ARN and its aliases', async () => {
    for (const KeyId of [keyId, arn, 'alias/secrets', 'arn:aws:kms:us-east-1:000000000000:alias/secrets']) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      assert.equal(KeyMetadata?.Arn, arn);
      assert.equal(KeyMetadata?.KeyState, 'Enabled');
      assert.equal(KeyMetadata?.Description, 'secrets');
    }
  });

  it('lists keys, aliases and tags', async () => {
    assert.deepEqual((await kms.send(new ListKeysCommand({}))).Keys, [{ KeyId: keyId, KeyArn: arn }]);
    const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: keyId }));
    assert.deepEqual(
      Aliases?.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId]),
      [['alias/secrets', keyId]],
    );
    assert.deepEqual((await kms.send(new ListResourceTagsCommand({ KeyId: keyId }))).Tags, [
      { TagKey: 'service', TagValue: 'superbowleto' },
    ]);
  });

  it('generates a data key, and decrypts it with the context in any order', async () => {
    const generated = await kms.send(
      new GenerateDataKeyCommand({
        KeyId: 'alias/secrets',
        NumberOfBytes: 64,
        EncryptionContext: { b: '2', a: '1' },
      }),
    );
    assert.equal(generated.Plaintext?.length, 64);
    assert.equal(generated.KeyId, arn);
    const opened = await kms.send(
      new DecryptCommand({
        CiphertextBlob: generated.CiphertextBlob,
        EncryptionContext: { a: '1', b: '2' },
      }),
    );
    assert.deepEqual(opened.Plaintext, generated.Plaintext);
    assert.equal(opened.KeyId, arn);
    assert.equal(opened.EncryptionAlgorithm, 'SYMMETRIC_DEFAULT');
  });

  it('generates a data key without its plaintext, by key spec', async () => {
    const { CiphertextBlob } = await kms.send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: keyId, KeySpec: 'AES_256' }),
    );
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    assert.equal(Plaintext?.length, 32);
  });

  it('decrypts what was encrypted before a restart', async () => {
    const CiphertextBlob = await encrypt();
    await close();
    await open();
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    assert.deepEqual(Buffer.from(Plaintext ?? []), plaintext);
  });

  it('refuses another context', async () => {
    const CiphertextBlob = await encrypt({ secret: 'a' });
    const others: Record<string, string>[] = [{ secret: 'b' }, {}, { secret: 'a', more: '' }];
    for (const EncryptionContext of others) {
      await assert.rejects(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })), {
        name: 'InvalidCiphertextException',
      });
    }
  });

  it('refuses a changed ciphertext, and other bytes', async () => {
    const sealed = Buffer.from((await encrypt()) ?? []);
    for (const position of [0, 5, 20, 30, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed[position] ?? 0) ^ 1, position);
      await assert.rejects(kms.send(new DecryptCommand({ CiphertextBlob: changed })), {
        name: 'InvalidCiphertextException',
      });
    }
    await assert.rejects(kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from('x') })), {
      name: 'InvalidCiphertextException',
    });
  });

  it('refuses to decrypt with another key', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const CiphertextBlob = await encrypt();
    await assert.rejects(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: KeyMetadata?.KeyId })), {
      name: 'IncorrectKeyException',
      message: 'The key ID in the request does not identify a CMK that can perform this operation.',
    });
  });

  it('refuses to use a disabled key', async () => {
    const CiphertextBlob = await encrypt();
    await kms.send(new DisableKeyCommand({ KeyId: keyId }));
    const disabled = { name: 'DisabledException', message: `${arn} is disabled.` };
    await assert.rejects(encrypt(), disabled);
    await assert.rejects(kms.send(new DecryptCommand({ CiphertextBlob })), disabled);
    await kms.send(new EnableKeyCommand({ KeyId: keyId }));
    await encrypt();
  });

  it('reports a missing key or alias with the text of AWS', async () => {
    const missing = '00000000-0000-0000-0000-000000000000';
    const cases: [string, string][] = [
      ['alias/nope', 'Alias arn:aws:kms:us-east-1:000000000000:alias/nope is not found.'],
      ['nope', "Invalid keyId 'nope'"],
      [missing, `Key 'arn:aws:kms:us-east-1:000000000000:key/${missing}' does not exist`],
    ];
    for (const [KeyId, message] of cases) {
      await assert.rejects(kms.send(new DescribeKeyCommand({ KeyId })), {
        name: 'NotFoundException',
        message,
      });
    }
  });

  it('refuses an existing alias, and a malformed one', async () => {
    await assert.rejects(
      kms.send(new CreateAliasCommand({ AliasName: 'alias/secrets', TargetKeyId: keyId })),
      {
        name: 'AlreadyExistsException',
        message: 'An alias with the name arn:aws:kms:us-east-1:000000000000:alias/secrets already exists',
      },
    );
    await assert.rejects(kms.send(new CreateAliasCommand({ AliasName: 'secrets', TargetKeyId: keyId })), {
      name: 'ValidationException',
    });
  });

  it('refuses the sizes that KMS refuses', async () => {
    await assert.rejects(kms.send(new GenerateDataKeyCommand({ KeyId: keyId, NumberOfBytes: 1025 })), {
      message:
        "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    });
    await assert.rejects(kms.send(new GenerateDataKeyCommand({ KeyId: keyId })), {
      message: 'Please specify either number of bytes or key spec.',
    });
    await assert.rejects(kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.alloc(4097) })), {
      name: 'ValidationException',
    });
  });

  it('answers 501 with the name of an unsupported operation', async () => {
    await assert.rejects(kms.send(new EnableKeyRotationCommand({ KeyId: keyId })), (error: unknown) => {
      assert.equal((error as { $metadata: { httpStatusCode: number } }).$metadata.httpStatusCode, 501);
      assert.match((error as Error).message, /does not support KMS EnableKeyRotation/);
      return true;
    });
  });

  it('stores key material in a file that only its owner can read, and no plaintext', () => {
    const file = join(directory, 'keys.json');
    assert.equal(statSync(file).mode & 0o077, 0);
    assert.ok(!readFileSync(file, 'utf8').includes(plaintext.toString()));
  });
});
