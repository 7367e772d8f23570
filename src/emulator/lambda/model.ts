/** The settings of a function, by their names in Lambda's API. A published version keeps a copy. */
export interface FunctionSettings {
  readonly Runtime: string;
  readonly Handler: string;
  readonly Role: string;
  readonly Description: string;
  /** Seconds. */
  readonly Timeout: number;
  /** MiB. */
  readonly MemorySize: number;
  readonly Variables: Readonly<Record<string, string>> | undefined;
  readonly Architectures: readonly string[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig: LoggingConfig;
  readonly VpcConfig: VpcConfig | undefined;
}

export interface LoggingConfig {
  readonly LogFormat: 'Text' | 'JSON';
  readonly LogGroup: string;
  readonly ApplicationLogLevel?: string | undefined;
  readonly SystemLogLevel?: string | undefined;
}

export interface VpcConfig {
  readonly SubnetIds: readonly string[];
  readonly SecurityGroupIds: readonly string[];
}

/** `$LATEST` or a published version: its code and its settings. */
export interface FunctionVersion {
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: CodeReference;
  /** ISO 8601 with `+0000`, as Lambda writes it. */
  readonly lastModified: string;
  readonly change: 'create' | 'update';
  /** Epoch milliseconds at which the change ends. Until then the version is Pending or InProgress. */
  readonly readyAt: number;
  /** The revision during the change; `revisionIdWhenReady` is the one after it. */
  readonly revisionId: string;
  readonly revisionIdWhenReady: string;
}

export interface CodeReference {
  /** base64, as in Lambda's answers. */
  readonly sha256: string;
  /** Bytes of the zip. */
  readonly size: number;
}

export interface FunctionAlias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Shares of the calls, from 0 to 1, that go to other versions. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

export interface PermissionStatement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}

export interface FunctionRecord {
  readonly name: string;
  latest: FunctionVersion;
  /** Oldest first. */
  published: FunctionVersion[];
  /** A number is never reused, even after its version was deleted. */
  nextVersion: number;
  aliases: Record<string, FunctionAlias>;
  reservedConcurrency?: number;
  tags: Record<string, string>;
  /** By qualifier, with '' for the function itself. */
  policies: Record<string, { revisionId: string; statements: PermissionStatement[] }>;
}

/** The version that a request means by its function name, ARN and qualifier. */
export interface Target {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  readonly qualifier: string | undefined;
  /** With the caller's qualifier. */
  readonly arn: string;
}
