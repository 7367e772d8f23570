import { isChanging, revisionOf } from './catalog.js';
import type { FunctionAlias, FunctionRecord, FunctionVersion } from './model.js';

type Arn = (name: string, qualifier?: string) => string;

/** Describes a version as Lambda does. With a `qualifier` the ARN ends with it. */
export function describeVersion(
  record: FunctionRecord,
  version: FunctionVersion,
  options: { arn: Arn; now: number; qualifier?: string | undefined },
): Record<string, unknown> {
  const { settings } = version;
  return {
    FunctionName: record.name,
    FunctionArn: options.arn(record.name, options.qualifier),
    Runtime: settings.Runtime,
    Role: settings.Role,
    Handler: settings.Handler,
    CodeSize: version.code.size,
    CodeSha256: version.code.sha256,
    Description: settings.Description,
    Timeout: settings.Timeout,
    MemorySize: settings.MemorySize,
    LastModified: version.lastModified,
    Version: version.version,
    VpcConfig: settings.VpcConfig && { ...settings.VpcConfig, VpcId: vpcId(settings.VpcConfig.SubnetIds) },
    Environment: settings.Variables && { Variables: settings.Variables },
    TracingConfig: settings.TracingConfig,
    RevisionId: revisionOf(version, options.now),
    PackageType: 'Zip',
    Architectures: settings.Architectures,
    EphemeralStorage: settings.EphemeralStorage,
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: settings.LoggingConfig,
    ...describeState(version, options.now),
  };
}

function vpcId(subnets: readonly string[]): string {
  return subnets.length === 0 ? '' : 'vpc-00000000';
}

function describeState(version: FunctionVersion, now: number): Record<string, unknown> {
  if (!isChanging(version, now)) return { State: 'Active', LastUpdateStatus: 'Successful' };
  const reason = 'The function is being created.';
  return version.change === 'create'
    ? { State: 'Pending', StateReason: reason, StateReasonCode: 'Creating' }
    : {
        State: 'Active',
        LastUpdateStatus: 'InProgress',
        LastUpdateStatusReason: reason,
        LastUpdateStatusReasonCode: 'Creating',
      };
}

export function describeAlias(
  record: FunctionRecord,
  alias: FunctionAlias,
  arn: Arn,
): Record<string, unknown> {
  return {
    AliasArn: arn(record.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RoutingConfig:
      Object.keys(alias.weights).length > 0 ? { AdditionalVersionWeights: alias.weights } : undefined,
    RevisionId: alias.revisionId,
  };
}
