import { randomBytes } from 'node:crypto';
import { type JsonInput as Input, type JsonOperation, JsonService } from '../aws/json-service.js';
import { AwsError, type EmulatorContext, notSupported } from '../aws/service.js';
import { administration, policyMember } from './administration.js';
import { keyIdOf, openBlob, sealBlob } from './ciphertext.js';
import { blobMember, contextMember, dataKeyLength, tagsMember, textMember, validation } from './input.js';
import { type Alias, type Key, Keys, verifyNotPendingDeletion } from './keys.js';

/** Bytes. */
const LARGEST_PLAINTEXT = 4096;
const LARGEST_CIPHERTEXT = 6144;

/** KMS with symmetric keys. */
export class KmsService extends JsonService {
  protected readonly operations: Readonly<Record<string, JsonOperation>>;
  readonly #account: string;
  readonly #keys: Keys;

  constructor(context: EmulatorContext) {
    super('kms', 'KMS', '1.1');
    this.#account = context.account;
    this.#keys = new Keys(context);
    this.operations = { ...this.#cryptography, ...administration(this.#keys, context.clock) };
  }

  readonly #cryptography: Readonly<Record<string, JsonOperation>> = {
    CreateKey: (input) => this.#createKey(input),
    DescribeKey: (input) => ({ KeyMetadata: this.#metadata(this.#key(input)) }),
    ListKeys: () => ({
      Keys: this.#keys.keys.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
      Truncated: false,
    }),
    CreateAlias: (input) => this.#createAlias(input),
    ListAliases: (input) => this.#listAliases(input),
    TagResource: (input) => this.#tag(input),
    ListResourceTags: (input) => this.#listTags(input),
    Encrypt: (input) => this.#encrypt(input),
    Decrypt: (input) => this.#decrypt(input),
    GenerateDataKey: (input) => this.#generateDataKey(input),
    GenerateDataKeyWithoutPlaintext: (input) => {
      const { KeyId, CiphertextBlob } = this.#generateDataKey(input);
      return { KeyId, CiphertextBlob };
    },
  };

  #createKey(input: Input): unknown {
    const spec = input.KeySpec ?? 'SYMMETRIC_DEFAULT';
    const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
    if (
      spec !== 'SYMMETRIC_DEFAULT' ||
      usage !== 'ENCRYPT_DECRYPT' ||
      (input.Origin ?? 'AWS_KMS') !== 'AWS_KMS'
    ) {
      throw notSupported('KMS', `CreateKey with KeySpec ${String(spec)}, KeyUsage ${String(usage)}`);
    }
    const description = typeof input.Description === 'string' ? input.Description : '';
    const key = this.#keys.create({ description, tags: tagsMember(input), policy: policyMember(input) });
    return { KeyMetadata: this.#metadata(key) };
  }

  #metadata({ id, arn, description, created, enabled, deletion }: Key): unknown {
    return {
      AWSAccountId: this.#account,
      Arn: arn,
      CreationDate: seconds(created),
      ...(deletion === undefined ? {} : { DeletionDate: seconds(deletion) }),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: description,
      Enabled: enabled,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: id,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: deletion ? 'PendingDeletion' : enabled ? 'Enabled' : 'Disabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    };
  }

  #createAlias(input: Input): unknown {
    const name = textMember(input, 'AliasName');
    if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) {
      throw validation(
        `Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^alias/[a-zA-Z0-9/_-]+$`,
      );
    }
    if (name.startsWith('alias/aws/')) throw new AwsError('NotAuthorizedException', 400, '');
    this.#keys.addAlias(name, this.#keys.get(textMember(input, 'TargetKeyId')));
    return {};
  }

  #listAliases(input: Input): unknown {
    const keyId = input.KeyId === undefined ? undefined : this.#key(input).id;
    const describe = ({ name, keyId: target, created }: Alias) => ({
      AliasName: name,
      AliasArn: this.#keys.arn(name),
      TargetKeyId: target,
      CreationDate: seconds(created),
      LastUpdatedDate: seconds(created),
    });
    const aliases = this.#keys.aliases.filter((alias) => keyId === undefined || alias.keyId === keyId);
    return { Aliases: aliases.map(describe), Truncated: false };
  }

  #tag(input: Input): unknown {
    const key = this.#key(input);
    verifyNotPendingDeletion(key);
    this.#keys.change(key, { tags: { ...key.tags, ...tagsMember(input) } });
    return {};
  }

  #listTags(input: Input): unknown {
    const { tags } = this.#key(input);
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    return { Tags, Truncated: false };
  }

  #encrypt(input: Input): unknown {
    const key = this.#usableKey(input);
    const plaintext = blobMember(input, 'Plaintext', LARGEST_PLAINTEXT);
    const blob = sealBlob(key.id, material(key), plaintext, contextMember(input));
    return {
      CiphertextBlob: blob.toString('base64'),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  }

  #generateDataKey(input: Input): { CiphertextBlob: string; Plaintext: string; KeyId: string } {
    const key = this.#usableKey(input);
    const plaintext = randomBytes(dataKeyLength(input));
    const blob = sealBlob(key.id, material(key), plaintext, contextMember(input));
    return {
      CiphertextBlob: blob.toString('base64'),
      Plaintext: plaintext.toString('base64'),
      KeyId: key.arn,
    };
  }

  #decrypt(input: Input): unknown {
    const blob = blobMember(input, 'CiphertextBlob', LARGEST_CIPHERTEXT);
    const key = this.#keys.keys.find(({ id }) => id === keyIdOf(blob));
    if (!key) throw invalidCiphertext();
    if (input.KeyId !== undefined && this.#key(input).id !== key.id) {
      throw new AwsError(
        'IncorrectKeyException',
        400,
        'The key ID in the request does not identify a CMK that can perform this operation.',
      );
    }
    verifyUsable(key);
    const plaintext = openBlob(material(key), blob, contextMember(input));
    if (!plaintext) throw invalidCiphertext();
    return {
      Plaintext: plaintext.toString('base64'),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  }

  #key(input: Input): Key {
    return this.#keys.get(textMember(input, 'KeyId'));
  }

  #usableKey(input: Input): Key {
    const key = this.#key(input);
    verifyUsable(key);
    return key;
  }
}

function verifyUsable(key: Key): void {
  verifyNotPendingDeletion(key);
  if (!key.enabled) throw new AwsError('DisabledException', 400, `${key.arn} is disabled.`);
}

/** AWS gives no reason, which would help an attacker. */
function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', 400, '');
}

const material = (key: Key) => Buffer.from(key.material, 'base64');
const seconds = (iso: string) => Date.parse(iso) / 1000;
