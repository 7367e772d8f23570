import { dirname, join } from 'node:path';
import type { EmulatorContext } from '../../aws/service.js';
import type { CodeStore } from '../code-store.js';
import type { Target } from '../model.js';
import { ExecutionEnvironment, type ProcessRegistry } from './environment.js';
import { EnvironmentLog, type LogSink } from './environment-log.js';
import { environmentVariables } from './environment-variables.js';
import type { LaunchedEnvironment } from './idle.js';
import { bootstrapFile } from './runtime-files.js';

export interface LauncherServices {
  readonly context: EmulatorContext;
  readonly code: CodeStore;
  readonly logs: LogSink;
  readonly processes: ProcessRegistry;
}

/** Starts execution environments, and ends them all on `stop`. */
export class Launcher {
  readonly #services: LauncherServices;
  readonly #running = new Set<ExecutionEnvironment>();
  #bootstrap: Promise<string> | undefined;

  constructor(services: LauncherServices) {
    this.#services = services;
  }

  /** @param onGone is called when the environment has ended, for any reason */
  async launch(
    { record, version }: Target,
    onGone: (environment: ExecutionEnvironment) => void,
  ): Promise<LaunchedEnvironment> {
    const { context, code, logs, processes } = this.#services;
    this.#bootstrap ??= bootstrapFile(join(context.directory, 'runtime'));
    const bootstrap = await this.#bootstrap;
    const log = new EnvironmentLog(version, logs, context.clock);
    const folder = code.folder(version.code);
    const environment = await ExecutionEnvironment.start({
      bootstrap,
      folder,
      memory: version.settings.MemorySize,
      variables: (runtimeApi) =>
        environmentVariables({
          context,
          functionName: record.name,
          version,
          codeFolder: folder,
          runtimeFolder: dirname(bootstrap),
          runtimeApi,
          logStream: log.stream,
        }),
      processes,
      onLog: (message) => log.write(message),
      onGone: () => {
        this.#running.delete(environment);
        onGone(environment);
      },
    });
    this.#running.add(environment);
    return { environment, log };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((environment) => environment.killed()));
  }
}
