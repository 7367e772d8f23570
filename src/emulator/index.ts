import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.js';
import type { Report } from '../report.js';
import type { ApiGatewayService } from './apigateway/index.js';
import type { AwsService, EmulatorContext } from './aws/service.js';
import { Cleanup } from './cleanup.js';
import type { EventsService } from './events/index.js';
import type { Faults } from './faults.js';
import { endLeftovers } from './leftovers.js';
import { freePort } from './port.js';
import { postgresFolder, startPostgres } from './postgres/index.js';
import { ProcessGroups } from './process-groups.js';
import type { Pace } from './rds/index.js';
import { Router } from './router.js';
import { type ContextFor, createServices } from './services.js';

export type { ContextFor } from './services.js';

export interface EmulatorOptions<Extra> {
  /** Absolute path of an existing folder, which holds all state. No other emulator may run there. */
  readonly directory: string;
  readonly port: number;
  /** Listens on another port when `port` is busy. */
  readonly otherPort: boolean;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly credentials: EmulatorContext['credentials'];
  readonly report: Report;
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly rdsPace?: Pace;
  /** Services of the caller's own, which answer unsigned requests on the emulator's port. */
  readonly extra: {
    create(contextFor: ContextFor): Extra;
    /** Returns the scope of the one that answers this path; undefined: none. */
    scopeOf(path: string): string | undefined;
  };
}

/** AWS on one machine, running. */
export interface Emulator<Extra> {
  /** `http://127.0.0.1:4580` */
  readonly endpoint: string;
  readonly port: number;
  /** PostgreSQL, as RDS reports it. */
  readonly database: { readonly host: string; readonly port: number };
  readonly apiGateway: ApiGatewayService;
  /** EventBridge's schedules. */
  readonly scheduler: EventsService;
  readonly extra: Extra;
  /** Ends every process, timer and connection, and keeps the state. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/**
 * Starts the emulator with the state in `directory`. Before that it ends what a killed emulator left there:
 * PostgreSQL and function processes, frozen ones too.
 *
 * @throws EmulatorError POSTGRES_…, DYNALITE_MISSING; Error EADDRINUSE when `port` is busy
 */
export async function startEmulator<Extra extends object>(
  options: EmulatorOptions<Extra>,
): Promise<Emulator<Extra>> {
  const cleanup = new Cleanup(options.report);
  try {
    return await startParts(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function startParts<Extra extends object>(
  options: EmulatorOptions<Extra>,
  cleanup: Cleanup,
): Promise<Emulator<Extra>> {
  const { directory, region, account, credentials, clock, report } = options;
  await endLeftovers(directory, report);
  const postgres = await startPostgres({ directory: postgresFolder(directory), report });
  cleanup.add(postgres.stop);

  let endpoint = '';
  const context = { account, region, credentials, clock, report, endpoint: () => endpoint };
  const contextFor = (name: string) => ({ ...context, directory: folderIn(directory, name) });
  const extra = options.extra.create(contextFor);
  const processes = new ProcessGroups(directory);
  const services = await createServices({ ...options, contextFor, postgres, processes });
  const all: AwsService[] = [...Object.values(extra), ...services.all];
  for (const service of all) cleanup.add(() => service.stop());

  const unsignedBelow = (path: string) => options.extra.scopeOf(path);
  const router = new Router({ ...options, services: all, unsigned: 'execute-api', unsignedBelow });
  const port = await listen(router, options);
  endpoint = `http://127.0.0.1:${port}`;
  cleanup.add(() => router.close());
  services.lambda.start();
  services.events.start();
  return {
    endpoint,
    port,
    database: { host: postgres.host, port: postgres.port },
    apiGateway: services.apiGateway,
    scheduler: services.events,
    extra,
    stop: () => cleanup.run(),
  };
}

function folderIn(directory: string, name: string): string {
  const folder = join(directory, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function listen(router: Router, { port, otherPort }: EmulatorOptions<object>): Promise<number> {
  try {
    return await router.listen(port);
  } catch (error) {
    if (!otherPort || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await router.listen(await freePort());
  }
}
