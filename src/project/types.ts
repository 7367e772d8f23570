/** A superbowleto.yml, read and checked. Defaults of the file are filled in. */
export interface Project {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of the folder of the file. Relative paths in the file start here. */
  readonly directory: string;
  /** Service name, the middle of `<environment>-<service>-<function>`. */
  readonly service: string;
  readonly defaultEnvironment: string;
  readonly scm: ScmDefinition;
  readonly build: BuildDefinition;
  readonly deploy: DeployDefinition;
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  /** Absolute path of the folder of the migrations. It does not exist in a project without a database. */
  readonly migrations: string;
  readonly environments: Readonly<Record<string, Environment>>;
  /** Undefined: no operation is allowed from Slack. */
  readonly chat?: ChatDefinition;
}

export interface ScmDefinition {
  readonly type: 'git';
  /** URL or path of the repository; undefined: the repository that contains superbowleto.yml. */
  readonly repository?: string;
}

export interface BuildDefinition {
  readonly type: 'command';
  /** Shell command that installs the dependencies in the clean tree; undefined: none. The result is cached by lockfile. */
  readonly install?: string;
  /** File whose bytes decide whether cached dependencies are still valid. */
  readonly lockfile: string;
  /** Shell command run in the clean tree. */
  readonly command: string;
  /** Folder of the command's output, relative to the tree: the root of the zip. */
  readonly output: string;
}

export interface DeployDefinition {
  readonly type: 'lambda';
  /** Globs below `build.output`: the files of the zip. */
  readonly package: readonly string[];
  /** Event that each new version is invoked with before any alias moves; undefined: no version is invoked. */
  readonly smokeEvent?: Readonly<Record<string, unknown>>;
  /** How many complete releases keep their versions and artifacts after a deploy, 2 or more; undefined: all. */
  readonly keep?: number;
}

export interface FunctionDefinition {
  readonly name: string;
  /** `<file without extension>.<export>`, relative to the root of the zip. */
  readonly handler: string;
  /** MiB, 128 to 10240. */
  readonly memory: number;
  /** Seconds, 1 to 900. */
  readonly timeout: number;
  readonly trigger: Trigger;
}

export type Trigger =
  | { readonly type: 'routes'; readonly routes: readonly Route[] }
  | {
      readonly type: 'queue';
      readonly queue: string;
      readonly batchSize: number;
      /** Calls at the same time. Undefined: as many as the account allows. */
      readonly maximumConcurrency?: number;
    }
  /** `rate(N minutes)`, as EventBridge writes it. */
  | { readonly type: 'schedule'; readonly expression: string }
  | { readonly type: 'none' };

export interface Route {
  /** `GET`, `POST`, … or `ANY`: every method without its own route at this path. */
  readonly method: string;
  /** `/boletos/{id}` */
  readonly path: string;
  /** Whether a request needs an API key. */
  readonly apiKey: boolean;
}

export interface QueueDefinition {
  readonly name: string;
  /** Seconds; at least six times the timeout of the function that reads the queue. */
  readonly visibilityTimeout: number;
  /** Seconds before a new message becomes visible. */
  readonly delay: number;
  /** How often a message is received before it moves to `<queue>-dead-letter`. */
  readonly maxReceives: number;
}

/** One environment of the service. Environments differ only by their endpoints and names. */
export interface Environment {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** URL of every AWS service; undefined: the endpoint of `profile`, or AWS. */
  readonly endpoint?: string;
  /** AWS profile and the config file that contains it; undefined: the default credentials of the SDK. */
  readonly profile?: string;
  readonly profileFile?: string;
  /** Whether a change asks for the environment's name first. */
  readonly protected: boolean;
  readonly bucket: string;
  readonly credstash: { readonly table: string; readonly key: string };
  /** DynamoDB table of the lock and of the release log. */
  readonly operationsTable: string;
  readonly database: {
    /** Where RDS keeps the master user: a single instance, or an Aurora or Multi-AZ cluster. */
    readonly type: 'instance' | 'cluster';
    /** DBInstanceIdentifier or DBClusterIdentifier. */
    readonly identifier: string;
    readonly name: string;
    readonly user: string;
  };
  /** Names of the deployed functions: keys of `Project.functions`. */
  readonly functions: readonly string[];
  /** Banks that the local stage simulates; empty in every other environment. */
  readonly simulators: readonly SimulatorName[];
}

export type SimulatorName = 'bradesco' | 'boleto-api';

export interface ChatDefinition {
  /** Another name of the bot, beside its name in Slack. */
  readonly name?: string;
  /** Environments by their other names in chat. */
  readonly names: Readonly<Record<string, string>>;
  /** Minutes within which a second person has to confirm. */
  readonly confirmWithin: number;
  readonly permissions: readonly ChatPermission[];
  /** Names of the secrets with the tokens, and the environment whose credstash holds them. */
  readonly slack?: {
    readonly environment: string;
    readonly botToken?: string;
    readonly appToken?: string;
  };
}

export interface ChatPermission {
  /** Ids of Slack users (U…, W…) and user groups (S…). */
  readonly who: readonly string[];
  readonly operations: readonly ChatOperation[];
  readonly environments: readonly string[];
}

export type ChatOperation = 'deploy' | 'rollback' | 'status' | 'releases' | 'migrate' | 'rotate-password';

/** The settings that `connect` needs to call an environment's AWS services. */
export type Access = Pick<Environment, 'name' | 'region' | 'endpoint' | 'profile' | 'profileFile'> & {
  /** ARN of a role to assume with the credentials of the other settings. */
  readonly role?: string;
};
