import type { EmulatorContext } from '../../aws/service.js';
import type { FunctionVersion } from '../model.js';

/** The file descriptor on which the runtime writes its log events to the host. */
export const LOG_DESCRIPTOR = 3;

/**
 * Returns the environment variables of a function: Lambda's, the function's own, and the emulator's endpoint and access
 * key. Nothing of the host's environment is passed on.
 */
export function environmentVariables(options: {
  context: EmulatorContext;
  functionName: string;
  version: FunctionVersion;
  codeFolder: string;
  runtimeFolder: string;
  runtimeApi: string;
  logStream: string;
}): Record<string, string> {
  const { context, version, codeFolder } = options;
  const { settings } = version;
  return {
    ...settings.Variables,
    _HANDLER: settings.Handler,
    _LAMBDA_TELEMETRY_LOG_FD: String(LOG_DESCRIPTOR),
    AWS_ACCESS_KEY_ID: context.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: context.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: `${options.functionName}-session`,
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_ENDPOINT_URL: context.endpoint(),
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: options.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.LoggingConfig.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
    ...jsonLogVariables(version),
    AWS_LAMBDA_RUNTIME_API: options.runtimeApi,
    LAMBDA_TASK_ROOT: codeFolder,
    LAMBDA_RUNTIME_DIR: options.runtimeFolder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    NODE_PATH: `${codeFolder}/node_modules`,
    TZ: ':UTC',
  };
}

function jsonLogVariables({ settings }: FunctionVersion): Record<string, string> {
  if (settings.LoggingConfig.LogFormat !== 'JSON') return {};
  return {
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: settings.LoggingConfig.ApplicationLogLevel ?? 'INFO',
  };
}
