import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError, type EmulatorContext } from '../aws/service.js';
import { StateFile } from '../state-file.js';

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  /** ISO 8601. */
  readonly created: string;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** JSON; undefined: the default policy of AWS. */
  readonly policy?: string | undefined;
  /** ISO 8601: when the key will be deleted. Until then it cannot be used. */
  readonly deletion?: string | undefined;
  /** 32 bytes, base64. */
  readonly material: string;
}

export interface Alias {
  /** `alias/orders` */
  readonly name: string;
  readonly keyId: string;
  /** ISO 8601. */
  readonly created: string;
}

interface State {
  readonly keys: readonly Key[];
  readonly aliases: readonly Alias[];
}

/** The keys and aliases, in one file that only its owner can read. */
export class Keys {
  readonly #context: EmulatorContext;
  readonly #file: StateFile<State>;
  #state: State;

  constructor(context: EmulatorContext) {
    this.#context = context;
    this.#file = new StateFile(join(context.directory, 'keys.json'));
    this.#state = this.#file.read() ?? { keys: [], aliases: [] };
  }

  /** The keys, without those whose deletion date has passed. */
  get keys(): readonly Key[] {
    const now = this.#context.clock.now().toISOString();
    return this.#state.keys.filter(({ deletion }) => deletion === undefined || deletion > now);
  }

  /** The aliases of those keys. */
  get aliases(): readonly Alias[] {
    const ids = new Set(this.keys.map(({ id }) => id));
    return this.#state.aliases.filter(({ keyId }) => ids.has(keyId));
  }

  /** The policy of a key that was created without one: it leaves access to the IAM policies of the account. */
  get defaultPolicy(): string {
    const statement = {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${this.#context.account}:root` },
      Action: 'kms:*',
      Resource: '*',
    };
    return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
  }

  /** Returns the ARN of a key (`key/<id>`) or of an alias (`alias/<name>`). */
  arn(resource: string): string {
    return `arn:aws:kms:${this.#context.region}:${this.#context.account}:${resource}`;
  }

  /** Creates a key with new material. */
  create({ description, tags, policy }: Pick<Key, 'description' | 'tags' | 'policy'>): Key {
    const id = randomUUID();
    const key: Key = {
      id,
      arn: this.arn(`key/${id}`),
      description,
      created: this.#context.clock.now().toISOString(),
      enabled: true,
      tags,
      policy,
      material: randomBytes(32).toString('base64'),
    };
    this.#save({ keys: [...this.keys, key] });
    return key;
  }

  /** Changes members of a key. */
  change(key: Key, change: Partial<Omit<Key, 'id' | 'arn' | 'material'>>): void {
    this.#save({ keys: this.keys.map((other) => (other.id === key.id ? { ...other, ...change } : other)) });
  }

  /** Creates an alias. @throws AwsError AlreadyExistsException */
  addAlias(name: string, key: Key): void {
    const arn = this.arn(name);
    if (this.aliases.some((alias) => alias.name === name)) {
      throw new AwsError('AlreadyExistsException', 400, `An alias with the name ${arn} already exists`);
    }
    const created = this.#context.clock.now().toISOString();
    this.#save({ aliases: [...this.aliases, { name, keyId: key.id, created }] });
  }

  /** Points an alias at another key. @throws AwsError NotFoundException, KMSInvalidStateException */
  pointAlias(name: string, key: Key): void {
    this.#verifyAlias(name);
    verifyNotPendingDeletion(key);
    this.#save({
      aliases: this.aliases.map((alias) => (alias.name === name ? { ...alias, keyId: key.id } : alias)),
    });
  }

  /** Deletes an alias. @throws AwsError NotFoundException */
  deleteAlias(name: string): void {
    this.#verifyAlias(name);
    this.#save({ aliases: this.aliases.filter((alias) => alias.name !== name) });
  }

  /**
   * Finds a key by its id, its ARN, the name of an alias (`alias/…`) or the ARN of an alias.
   *
   * @throws AwsError NotFoundException
   */
  get(name: string): Key {
    const prefix = this.arn('');
    const resource = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    if (resource.startsWith('alias/')) return this.#byAlias(resource);
    const id = resource.replace(/^key\//, '');
    const key = this.keys.find((candidate) => candidate.id === id);
    if (key) return key;
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
    throw new AwsError(
      'NotFoundException',
      400,
      isId ? `Key '${this.arn(`key/${id}`)}' does not exist` : `Invalid keyId '${name}'`,
    );
  }

  #byAlias(name: string): Key {
    return this.get(this.#verifyAlias(name).keyId);
  }

  #verifyAlias(name: string): Alias {
    const alias = this.aliases.find((candidate) => candidate.name === name);
    if (alias) return alias;
    throw new AwsError('NotFoundException', 400, `Alias ${this.arn(name)} is not found.`);
  }

  #save(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#file.save(this.#state);
  }
}

/** Verifies that a key is not going to be deleted. @throws AwsError KMSInvalidStateException */
export function verifyNotPendingDeletion({ arn, deletion }: Key): void {
  if (deletion) throw new AwsError('KMSInvalidStateException', 400, `${arn} is pending deletion.`);
}
