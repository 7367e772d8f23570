import { randomBytes } from 'node:crypto';
import { queryAnswer, queryError } from '../aws/protocols.js';
import {
  AwsError,
  notSupported,
  type StageContext,
  type StageRequest,
  type StageResponse,
  type StageService,
} from '../aws/service.js';
import { scramVerifier } from '../postgres/index.js';
import { type Input, requiredText, tagsOf, verifyName, verifyOnly, verifyPassword } from './input.js';
import { describeInstance, type Instance, tagList } from './instance.js';
import { Instances, type Pace, type Server } from './instances.js';
import { type Content, xml } from './xml.js';

export type { Pace } from './instances.js';

const NAMESPACE = 'http://rds.amazonaws.com/doc/2014-10-31/';
const PACE: Pace = { unnoticed: 150, reset: 1_000, create: 0 };

/** RDS with one instance: the stage's PostgreSQL. A change of the password really changes it, after a while. */
export class RdsService implements StageService {
  readonly scope = 'rds';
  readonly #context: StageContext;
  readonly #server: Server;
  readonly #instances: Instances;

  constructor(context: StageContext, deps: { server: Server; pace?: Pace }) {
    this.#context = context;
    this.#server = deps.server;
    this.#instances = new Instances(context, deps.server, deps.pace ?? PACE);
  }

  async handle(request: StageRequest): Promise<StageResponse> {
    const input = new URLSearchParams(request.body.toString());
    const action = input.get('Action') ?? '';
    const operation = Object.hasOwn(this.#actions, action) ? this.#actions[action] : undefined;
    if (!operation) throw notSupported('RDS', action || 'without an Action');
    return queryAnswer(request, action, NAMESPACE, xml(operation(input)));
  }

  encodeError(error: AwsError, request: StageRequest): StageResponse {
    return queryError(request, error, NAMESPACE);
  }

  async stop(): Promise<void> {
    await this.#instances.stop();
  }

  readonly #actions: Readonly<Record<string, (input: Input) => Content>> = {
    CreateDBInstance: (input) => this.#create(input),
    DescribeDBInstances: (input) => this.#describe(input),
    ModifyDBInstance: (input) => this.#modify(input),
    DescribeDBClusters: (input) => this.#describeClusters(input),
    ListTagsForResource: (input) => this.#listTags(input),
  };

  #create(input: Input): Content {
    verifyOnly(input, 'CreateDBInstance', [
      'DBInstanceIdentifier',
      'Engine',
      'DBInstanceClass',
      'AllocatedStorage',
      'MasterUsername',
      'MasterUserPassword',
      'DBName',
      'Tags',
    ]);
    const identifier = requiredText(input, 'DBInstanceIdentifier').toLowerCase();
    const user = requiredText(input, 'MasterUsername');
    const database = input.get('DBName') ?? 'postgres';
    const password = requiredText(input, 'MasterUserPassword');
    this.#verifyNew(identifier, user, database, requiredText(input, 'Engine'));
    verifyPassword(password);
    const { region, account, clock } = this.#context;
    const instance = {
      identifier,
      arn: `arn:aws:rds:${region}:${account}:db:${identifier}`,
      resourceId: `db-${randomBytes(13).toString('hex').toUpperCase()}`,
      instanceClass: requiredText(input, 'DBInstanceClass'),
      storage: Number(input.get('AllocatedStorage') ?? 20),
      user,
      database,
      created: clock.now().toISOString(),
      tags: tagsOf(input),
    };
    return { DBInstance: this.#shape(this.#instances.create(instance, scramVerifier(password))) };
  }

  #verifyNew(identifier: string, user: string, database: string, engine: string): void {
    verifyName('DBInstanceIdentifier', identifier, /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/);
    verifyName('MasterUsername', user, /^(?!rds|pg_|postgres$)[a-z_][a-z0-9_]{0,62}$/i);
    verifyName('DBName', database, /^[a-z_][a-z0-9_]{0,62}$/i);
    if (engine !== 'postgres') throw notSupported('RDS', `CreateDBInstance with Engine ${engine}`);
    const present = this.#instances.all[0];
    if (this.#instances.find(identifier)) {
      throw new AwsError('DBInstanceAlreadyExists', 400, 'DB instance already exists');
    }
    if (present) {
      throw new AwsError(
        'InstanceQuotaExceeded',
        400,
        `The local stage has one PostgreSQL, and ${present.identifier} is on it.`,
      );
    }
  }

  #describe(input: Input): Content {
    verifyOnly(input, 'DescribeDBInstances', ['DBInstanceIdentifier', 'MaxRecords', 'Marker']);
    const identifier = input.get('DBInstanceIdentifier');
    const found = identifier ? [this.#get(identifier)] : this.#instances.all;
    return { DBInstances: found.map((instance) => ({ DBInstance: this.#shape(instance) })) };
  }

  #modify(input: Input): Content {
    const instance = this.#get(requiredText(input, 'DBInstanceIdentifier'));
    verifyOnly(input, 'ModifyDBInstance', ['DBInstanceIdentifier', 'MasterUserPassword', 'ApplyImmediately']);
    const password = input.get('MasterUserPassword');
    if (password !== null) verifyPassword(password);
    if (instance.status !== 'available') {
      throw new AwsError('InvalidDBInstanceState', 400, 'Database instance is not in available state.');
    }
    if (password === null) return { DBInstance: this.#shape(instance) };
    return { DBInstance: this.#shape(this.#instances.resetPassword(instance, scramVerifier(password))) };
  }

  #describeClusters(input: Input): Content {
    const identifier = input.get('DBClusterIdentifier');
    if (identifier) {
      throw new AwsError('DBClusterNotFoundFault', 404, `DBCluster ${identifier} not found.`);
    }
    return { DBClusters: '' };
  }

  #listTags(input: Input): Content {
    const arn = requiredText(input, 'ResourceName');
    const instance = this.#instances.all.find((candidate) => candidate.arn === arn);
    if (!instance) throw notFound(arn.split(':').at(-1) ?? arn);
    return { TagList: tagList(instance.tags) };
  }

  #get(identifier: string): Instance {
    const instance = this.#instances.find(identifier);
    if (!instance) throw notFound(identifier);
    return instance;
  }

  #shape(instance: Instance): Content {
    return describeInstance(instance, this.#server);
  }
}

function notFound(identifier: string): AwsError {
  return new AwsError('DBInstanceNotFound', 404, `DBInstance ${identifier} not found.`);
}
