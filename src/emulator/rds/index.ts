import { randomBytes } from 'node:crypto';
import { QueryService } from '../aws/query-service.js';
import { AwsError, type EmulatorContext, notSupported } from '../aws/service.js';
import type { Content } from '../aws/xml.js';
import { scramVerifier } from '../postgres/scram.js';
import { type Input, requiredText, tagsOf, verifyName, verifyOnly, verifyPassword } from './input.js';
import { describeCluster, describeInstance, type Instance, tagList } from './instance.js';
import { Instances, type Pace, type Server } from './instances.js';

export type { Pace } from './instances.js';

/** Milliseconds. */
const PACE: Pace = { unnoticed: 150, reset: 1_000, create: 0 };

/** Parameters of a new instance or cluster. */
const NEW = ['Engine', 'AllocatedStorage', 'MasterUsername', 'MasterUserPassword', 'Tags'];
/** Parameters of a change. */
const CHANGES = ['MasterUserPassword', 'ApplyImmediately'];
/** The longest master password, in characters. */
const INSTANCE_PASSWORD = 128;
const CLUSTER_PASSWORD = 41;

/** RDS with one instance, which is the emulator's PostgreSQL. A new password comes into force after a while. */
export class RdsService extends QueryService {
  readonly #context: EmulatorContext;
  readonly #server: Server;
  readonly #instances: Instances;

  constructor(context: EmulatorContext, deps: { server: Server; pace?: Pace }) {
    super('rds', 'RDS', 'http://rds.amazonaws.com/doc/2014-10-31/');
    this.#context = context;
    this.#server = deps.server;
    this.#instances = new Instances(context, deps.server, deps.pace ?? PACE);
  }

  override async stop(): Promise<void> {
    await this.#instances.stop();
  }

  protected readonly actions: Readonly<Record<string, (input: Input) => Content>> = {
    CreateDBInstance: (input) => this.#createInstance(input),
    DescribeDBInstances: (input) => this.#describeInstances(input),
    ModifyDBInstance: (input) => this.#modifyInstance(input),
    RebootDBInstance: (input) => this.#rebootInstance(input),
    CreateDBCluster: (input) => this.#createCluster(input),
    DescribeDBClusters: (input) => this.#describeClusters(input),
    ModifyDBCluster: (input) => this.#modifyCluster(input),
    ListTagsForResource: (input) => this.#listTags(input),
  };

  #createInstance(input: Input): Content {
    verifyOnly(input, 'CreateDBInstance', ['DBInstanceIdentifier', 'DBInstanceClass', 'DBName', ...NEW]);
    const identifier = requiredText(input, 'DBInstanceIdentifier').toLowerCase();
    const instanceClass = requiredText(input, 'DBInstanceClass');
    const instance = this.#create(input, { identifier, instanceClass, database: input.get('DBName') });
    return { DBInstance: this.#describe(instance) };
  }

  /** Creates a Multi-AZ DB cluster. RDS creates its instances; here there is one. */
  #createCluster(input: Input): Content {
    const own = ['DBClusterIdentifier', 'DBClusterInstanceClass', 'DatabaseName'];
    verifyOnly(input, 'CreateDBCluster', [...own, ...NEW]);
    const cluster = requiredText(input, 'DBClusterIdentifier').toLowerCase();
    const instanceClass = requiredText(input, 'DBClusterInstanceClass');
    const database = input.get('DatabaseName');
    const identifier = `${cluster}-instance-1`;
    const instance = this.#create(input, { identifier, cluster, instanceClass, database });
    return { DBCluster: describeCluster(instance, this.#server) };
  }

  #create(
    input: Input,
    named: Pick<Instance, 'identifier' | 'instanceClass' | 'cluster'> & { readonly database: string | null },
  ): Instance {
    const user = requiredText(input, 'MasterUsername');
    const database = named.database ?? 'postgres';
    const password = requiredText(input, 'MasterUserPassword');
    this.#verifyNew(named.identifier, user, database, requiredText(input, 'Engine'));
    verifyPassword(password, named.cluster === undefined ? INSTANCE_PASSWORD : CLUSTER_PASSWORD);
    const { region, account, clock } = this.#context;
    const instance = {
      ...named,
      arn: `arn:aws:rds:${region}:${account}:db:${named.identifier}`,
      resourceId: `db-${randomBytes(13).toString('hex').toUpperCase()}`,
      storage: Number(input.get('AllocatedStorage') ?? 20),
      user,
      database,
      created: clock.now().toISOString(),
      tags: tagsOf(input),
    };
    return this.#instances.create(instance, scramVerifier(password));
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

  #describeInstances(input: Input): Content {
    verifyOnly(input, 'DescribeDBInstances', ['DBInstanceIdentifier', 'MaxRecords', 'Marker']);
    const identifier = input.get('DBInstanceIdentifier');
    const found = identifier ? [this.#get(identifier)] : this.#instances.all;
    return { DBInstances: found.map((instance) => ({ DBInstance: this.#describe(instance) })) };
  }

  #describeClusters(input: Input): Content {
    verifyOnly(input, 'DescribeDBClusters', ['DBClusterIdentifier', 'MaxRecords', 'Marker']);
    const identifier = input.get('DBClusterIdentifier');
    const all = this.#instances.all.filter(({ cluster }) => cluster !== undefined);
    const found = identifier ? [this.#getCluster(identifier)] : all;
    return { DBClusters: found.map((instance) => ({ DBCluster: describeCluster(instance, this.#server) })) };
  }

  #modifyInstance(input: Input): Content {
    const instance = this.#get(requiredText(input, 'DBInstanceIdentifier'));
    verifyOnly(input, 'ModifyDBInstance', ['DBInstanceIdentifier', ...CHANGES]);
    if (instance.cluster !== undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        400,
        `${instance.identifier} is a member of the DB cluster ${instance.cluster}: modify that.`,
      );
    }
    return { DBInstance: this.#describe(this.#modify(input, instance, 'Instance', INSTANCE_PASSWORD)) };
  }

  /** Reboots the instance, without the failover that RDS offers. */
  #rebootInstance(input: Input): Content {
    verifyOnly(input, 'RebootDBInstance', ['DBInstanceIdentifier']);
    const instance = this.#get(requiredText(input, 'DBInstanceIdentifier'));
    if (instance.status !== 'available') throw notAvailable('Instance');
    return { DBInstance: this.#describe(this.#instances.reboot(instance)) };
  }

  #modifyCluster(input: Input): Content {
    const instance = this.#getCluster(requiredText(input, 'DBClusterIdentifier'));
    verifyOnly(input, 'ModifyDBCluster', ['DBClusterIdentifier', ...CHANGES]);
    const modified = this.#modify(input, instance, 'Cluster', CLUSTER_PASSWORD);
    return { DBCluster: describeCluster(modified, this.#server) };
  }

  #modify(input: Input, instance: Instance, kind: 'Instance' | 'Cluster', longest: number): Instance {
    const password = input.get('MasterUserPassword');
    if (password !== null) verifyPassword(password, longest);
    if (instance.status !== 'available') throw notAvailable(kind);
    return password === null ? instance : this.#instances.resetPassword(instance, scramVerifier(password));
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

  #getCluster(identifier: string): Instance {
    const instance = this.#instances.findCluster(identifier);
    if (instance) return instance;
    throw new AwsError('DBClusterNotFoundFault', 404, `DBCluster ${identifier} not found.`);
  }

  #describe(instance: Instance): Content {
    return describeInstance(instance, this.#server);
  }
}

function notAvailable(kind: 'Instance' | 'Cluster'): AwsError {
  const text = `Database ${kind.toLowerCase()} is not in available state.`;
  return new AwsError(`InvalidDB${kind}State`, 400, text);
}

function notFound(identifier: string): AwsError {
  return new AwsError('DBInstanceNotFound', 404, `DBInstance ${identifier} not found.`);
}
