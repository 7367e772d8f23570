/** A superbowleto.yml, read and checked. Everything optional in the file has its default filled in here. */
export interface Project {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of the folder that holds it; relative paths in the file start here. */
  readonly directory: string;
  /** Service name, the middle of `<environment>-<service>-<function>`. */
  readonly service: string;
  readonly defaultEnvironment: string;
  readonly scm: ScmDefinition;
  readonly build: BuildDefinition;
  readonly deploy: DeployDefinition;
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  /** Absolute path of the folder of the database's migrations; a project without a database has none there. */
  readonly migrations: string;
  readonly environments: Readonly<Record<string, Environment>>;
  /** Undefined: nothing may be done from Slack. */
  readonly chat?: ChatDefinition;
}

export interface ScmDefinition {
  readonly type: 'git';
  /** URL or path of the repository; undefined: the one that holds superbowleto.yml. */
  readonly repository?: string;
}

export interface BuildDefinition {
  readonly type: 'command';
  /** Installs the dependencies in the clean tree, cached by lockfile; undefined: nothing to install. */
  readonly install?: string;
  /** File whose bytes decide whether cached dependencies still fit. */
  readonly lockfile: string;
  /** Shell command run in the clean tree. */
  readonly command: string;
  /** Folder, relative to the tree, that the command leaves its output in: the root of the zip. */
  readonly output: string;
}

export interface DeployDefinition {
  readonly type: 'lambda';
  /** Globs below `build.output` of what goes into the zip. */
  readonly package: readonly string[];
  /** Event that each new version is invoked with before any alias moves; undefined: none is. */
  readonly smokeEvent?: Readonly<Record<string, unknown>>;
  /** Complete releases whose versions and artifacts stay after a deploy, 2 or more; undefined: all of them. */
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
  | { readonly type: 'queue'; readonly queue: string; readonly batchSize: number }
  /** `rate(N minutes)`, as EventBridge writes it. */
  | { readonly type: 'schedule'; readonly expression: string }
  | { readonly type: 'none' };

export interface Route {
  /** `GET`, `POST`, … or `ANY`: every method that has no route of its own at this path. */
  readonly method: string;
  /** `/boletos/{id}` */
  readonly path: string;
  /** Whether a request must bring an API key. */
  readonly apiKey: boolean;
}

export interface QueueDefinition {
  readonly name: string;
  /** Seconds; at least six times the timeout of the function that takes it. */
  readonly visibilityTimeout: number;
  /** Seconds before a message is first seen. */
  readonly delay: number;
  /** Receives before a message goes to `<queue>-dead-letter`. */
  readonly maxReceives: number;
}

/** One place the service runs in. It differs from another by its endpoint and its names alone. */
export interface Environment {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** URL of every AWS service; undefined: AWS itself, or what `profile` says. */
  readonly endpoint?: string;
  /** AWS profile and the shared config file that holds it; undefined: the SDK's own chain. */
  readonly profile?: string;
  readonly profileFile?: string;
  /** True where a change asks for the environment's name first. */
  readonly protected: boolean;
  readonly bucket: string;
  readonly credstash: { readonly table: string; readonly key: string };
  /** Table of the lock and of the release log. */
  readonly operationsTable: string;
  readonly database: {
    /** What of RDS has the master user: an instance of its own, or an Aurora or Multi-AZ cluster. */
    readonly type: 'instance' | 'cluster';
    /** DBInstanceIdentifier or DBClusterIdentifier. */
    readonly identifier: string;
    readonly name: string;
    readonly user: string;
  };
  /** Names of the functions deployed there: keys of `Project.functions`. */
  readonly functions: readonly string[];
  /** Banks that are played there, where the environment is one that can: the local stage is. */
  readonly simulators: readonly SimulatorName[];
}

export type SimulatorName = 'bradesco' | 'boleto-api';

export interface ChatDefinition {
  /** What the bot is called, beside its name in Slack. */
  readonly name?: string;
  /** Other names of environments: the environment by the name that is said for it. */
  readonly names: Readonly<Record<string, string>>;
  /** Minutes in which a second person has to confirm. */
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

/** What it takes to call an environment's AWS: all that `connect` looks at. */
export type Access = Pick<Environment, 'name' | 'region' | 'endpoint' | 'profile' | 'profileFile'> & {
  /** ARN of a role that is assumed with the keys that the rest gives. */
  readonly role?: string;
};
