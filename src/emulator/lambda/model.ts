/** What a caller can set on a function; a published version keeps a copy. Names are those of Lambda's API. */
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

/** `$LATEST` or a published version: code and settings that belong together. */
export interface FunctionVersion {
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: CodeReference;
  /** ISO, as Lambda writes it. */
  readonly lastModified: string;
  readonly change: 'create' | 'update';
  /** Epoch milliseconds at which the change is through; until then Pending or InProgress. */
  readonly readyAt: number;
  /** A change has two revisions: while it is under way, and when it is through. */
  readonly revisionId: string;
  readonly revisionIdWhenReady: string;
}

export interface CodeReference {
  /** base64, as Lambda answers it. */
  readonly sha256: string;
  /** Bytes of the zip. */
  readonly size: number;
}

export interface FunctionAlias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Share of calls, 0 to 1, that goes to another version. */
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
  /** A number is never given twice, even when its version is deleted. */
  nextVersion: number;
  aliases: Record<string, FunctionAlias>;
  reservedConcurrency?: number;
  tags: Record<string, string>;
  /** By qualifier, '' for the function itself. */
  policies: Record<string, { revisionId: string; statements: PermissionStatement[] }>;
}

/** Where a function name, ARN or qualifier of a request leads. */
export interface Target {
  readonly record: FunctionRecord;
  readonly version: FunctionVersion;
  readonly qualifier: string | undefined;
  /** With the qualifier that the caller gave. */
  readonly arn: string;
}
