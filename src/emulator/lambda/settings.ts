import { z } from 'zod';
import { notSupported } from '../aws/service.js';
import { invalidParameter } from './errors.js';
import type { FunctionSettings, LoggingConfig } from './model.js';

const RUNTIMES = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const;

function between(low: number, high: number): z.ZodNumber {
  return z
    .number()
    .int()
    .min(low, `Member must have value greater than or equal to ${low}`)
    .max(high, `Member must have value less than or equal to ${high}`);
}

const settingsShape = {
  Runtime: z.enum(RUNTIMES, {
    message: `Member must satisfy enum value set: [${RUNTIMES.join(', ')}] (what the local stage runs)`,
  }),
  Handler: z
    .string()
    .regex(
      /^\S{1,128}$/,
      'Member must satisfy regular expression pattern: [^\\s]+ and have length less than or equal to 128',
    ),
  Role: z
    .string()
    .regex(
      /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
      'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
    ),
  Description: z.string().max(256, 'Member must have length less than or equal to 256'),
  Timeout: between(1, 900),
  MemorySize: between(128, 10_240),
  Environment: z
    .object({
      Variables: z
        .record(z.string(), z.string())
        .refine((variables) => Object.keys(variables).every((name) => /^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)), {
          message:
            'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
        })
        .nullish(),
    })
    .nullish(),
  EphemeralStorage: z.object({ Size: between(512, 10_240) }).nullish(),
  TracingConfig: z.object({ Mode: z.enum(['Active', 'PassThrough']).nullish() }).nullish(),
  LoggingConfig: z
    .object({
      LogFormat: z.enum(['Text', 'JSON']).nullish(),
      LogGroup: z.string().nullish(),
      ApplicationLogLevel: z.string().nullish(),
      SystemLogLevel: z.string().nullish(),
    })
    .nullish(),
  VpcConfig: z
    .object({ SubnetIds: z.array(z.string()).nullish(), SecurityGroupIds: z.array(z.string()).nullish() })
    .nullish(),
};

/** Members of UpdateFunctionConfiguration. Each is optional; a missing one keeps its value. */
export const settingsChange = z.object({
  Runtime: settingsShape.Runtime.nullish(),
  Handler: settingsShape.Handler.nullish(),
  Role: settingsShape.Role.nullish(),
  Description: settingsShape.Description.nullish(),
  Timeout: settingsShape.Timeout.nullish(),
  MemorySize: settingsShape.MemorySize.nullish(),
  Environment: settingsShape.Environment,
  EphemeralStorage: settingsShape.EphemeralStorage,
  TracingConfig: settingsShape.TracingConfig,
  LoggingConfig: settingsShape.LoggingConfig,
  VpcConfig: settingsShape.VpcConfig,
});

export type SettingsChange = z.infer<typeof settingsChange>;

/** Members that CreateFunction requires, because Lambda has no default for them. */
export const requiredSettings = z.object({
  Runtime: settingsShape.Runtime,
  Handler: settingsShape.Handler,
  Role: settingsShape.Role,
});

/** Returns the settings of a new function, with Lambda's default for each that is not required. */
export function defaultSettings(
  name: string,
  required: z.infer<typeof requiredSettings>,
  architectures: readonly string[] | undefined,
): FunctionSettings {
  return {
    ...required,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Variables: undefined,
    Architectures: architectures ?? ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    VpcConfig: undefined,
  };
}

/** Applies a change to settings. Throws AwsError InvalidParameterValueException for variables that Lambda refuses. */
export function changeSettings(settings: FunctionSettings, change: SettingsChange): FunctionSettings {
  const changed: FunctionSettings = {
    ...settings,
    Runtime: change.Runtime ?? settings.Runtime,
    Handler: change.Handler ?? settings.Handler,
    Role: change.Role ?? settings.Role,
    Description: change.Description ?? settings.Description,
    Timeout: change.Timeout ?? settings.Timeout,
    MemorySize: change.MemorySize ?? settings.MemorySize,
    EphemeralStorage: change.EphemeralStorage ?? settings.EphemeralStorage,
    TracingConfig: { Mode: change.TracingConfig?.Mode ?? settings.TracingConfig.Mode },
    LoggingConfig: changeLogging(settings.LoggingConfig, change.LoggingConfig),
    Variables: change.Environment ? (change.Environment.Variables ?? {}) : settings.Variables,
    VpcConfig: change.VpcConfig
      ? {
          SubnetIds: change.VpcConfig.SubnetIds ?? [],
          SecurityGroupIds: change.VpcConfig.SecurityGroupIds ?? [],
        }
      : settings.VpcConfig,
  };
  verifyVariables(changed.Variables ?? {});
  return changed;
}

function changeLogging(logging: LoggingConfig, change: SettingsChange['LoggingConfig']): LoggingConfig {
  const format = change?.LogFormat ?? logging.LogFormat;
  return {
    LogFormat: format,
    LogGroup: change?.LogGroup ?? logging.LogGroup,
    ...(format === 'JSON' && {
      ApplicationLogLevel: change?.ApplicationLogLevel ?? logging.ApplicationLogLevel ?? 'INFO',
      SystemLogLevel: change?.SystemLogLevel ?? logging.SystemLogLevel ?? 'INFO',
    }),
  };
}

/** Environment variables that Lambda sets itself. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** Bytes of all environment variables together, as JSON. */
const MAX_VARIABLES = 4096;

function verifyVariables(variables: Readonly<Record<string, string>>): void {
  const cannot =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `${cannot} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > MAX_VARIABLES) {
    throw invalidParameter(`${cannot} exceeded the 4KB limit.`);
  }
}

/** Settings that would have no effect here. */
const UNSUPPORTED = [
  'CapacityProviderConfig',
  'CodeSigningConfigArn',
  'DeadLetterConfig',
  'DurableConfig',
  'FileSystemConfigs',
  'ImageConfig',
  'KMSKeyArn',
  'Layers',
  'SnapStart',
  'TenancyConfig',
] as const;

/** Throws AwsError NotImplemented for a setting that would have no effect here. An empty value is accepted. */
export function verifySupported(operation: string, input: Readonly<Record<string, unknown>>): void {
  const asked = UNSUPPORTED.find((member) => asksForSomething(input[member]));
  if (asked !== undefined) throw notSupported('Lambda', `${operation} with ${asked}`);
  if (input.PackageType !== undefined && input.PackageType !== 'Zip') {
    throw notSupported('Lambda', `${operation} with PackageType ${String(input.PackageType)}`);
  }
}

function asksForSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  // Terraform sends `SnapStart: {ApplyOn: None}` and empty lists for settings that are not set.
  return Object.values(value).some((member) => member !== 'None' && asksForSomething(member));
}
