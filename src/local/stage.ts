import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.js';
import type { ApiGatewayService } from '../emulator/apigateway/index.js';
import { Cleanup } from '../emulator/cleanup.js';
import type { EventsService } from '../emulator/events/index.js';
import type { Faults } from '../emulator/faults.js';
import { freePort } from '../emulator/port.js';
import { startPostgres } from '../emulator/postgres/index.js';
import { ProcessGroups } from '../emulator/process-groups.js';
import type { Pace } from '../emulator/rds/index.js';
import { Router } from '../emulator/router.js';
import { UsageError } from '../errors.js';
import type { Report } from '../report.js';
import { writeAwsConfig } from './aws-config.js';
import { type Identity, identityIn, keepPort } from './identity.js';
import { endLeftovers } from './leftovers.js';
import { claimRun, type Run } from './run-record.js';
import { createServices } from './services.js';
import { type Simulators, simulatorScope } from './simulators/index.js';

export const DEFAULT_PORT = 4580;

export interface StageOptions {
  /** Absolute path of superbowleto's folder; the stage's state lies in `stage` below it. */
  readonly home: string;
  /** Undefined: that of the last run, else 4580, else a free one. */
  readonly port?: number;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly report: Report;
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly rdsPace?: Pace;
}

/** AWS on one machine, running. */
export interface Stage {
  readonly home: string;
  /** `http://127.0.0.1:4580` */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly database: { readonly host: string; readonly port: number };
  readonly apiGateway: ApiGatewayService;
  /** EventBridge's schedules. */
  readonly scheduler: EventsService;
  /** Banks that the stage can play. */
  readonly simulators: Simulators;
  /** Tells whoever asks for the stage that what is to run on it is up. */
  ready(): void;
  /** Ends every process, timer and connection; state stays. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/** @example stageFolder('/home/ana/.superbowleto') // '/home/ana/.superbowleto/stage' */
export function stageFolder(home: string): string {
  return join(home, 'stage');
}

/**
 * Starts the stage of `home`, with the state that its last run left. What a killed run left behind (PostgreSQL,
 * function processes, frozen ones too) is ended first.
 *
 * @throws SuperbowletoError STAGE_RUNNING when another process runs it; POSTGRES_…; UsageError PORT_BUSY
 * @example
 * const stage = await startStage({ home, region: 'us-east-1', account: '000000000000', report: console.error });
 * new KMSClient({ endpoint: stage.endpoint, region: stage.region, credentials: stage.credentials });
 * await stage.stop();
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { home, clock = systemClock } = options;
  const directory = stageFolder(home);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const run = claimRun(directory, clock.now(), options.region);
  const cleanup = new Cleanup(options.report);
  cleanup.add(() => run.end());
  try {
    return await startParts(options, clock, run, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function startParts(options: StageOptions, clock: Clock, run: Run, cleanup: Cleanup): Promise<Stage> {
  const { home, region, account, report } = options;
  const directory = stageFolder(home);
  await endLeftovers(directory, report);
  const identity = identityIn(directory);
  const { credentials } = identity;

  const postgres = await startPostgres({ directory: join(directory, 'postgres'), report });
  cleanup.add(postgres.stop);

  let endpoint = '';
  const context = { account, region, credentials, clock, report, endpoint: () => endpoint };
  const processes = new ProcessGroups(directory);
  const services = await createServices({ ...options, directory, context, postgres, processes });
  for (const service of services.all) cleanup.add(() => service.stop());

  const router = new Router({
    ...options,
    services: services.all,
    unsigned: 'execute-api',
    unsignedBelow: simulatorScope,
    credentials,
    clock,
  });
  endpoint = `http://127.0.0.1:${await listen(router, options.port, identity)}`;
  cleanup.add(() => router.close());
  keepPort(directory, identity, Number(new URL(endpoint).port));
  services.lambda.start();
  services.events.start();

  cleanup.add(writeAwsConfig(home, { endpoint, region, credentials }));
  run.publish(endpoint);
  return {
    home,
    endpoint,
    region,
    account,
    // A copy: the SDK writes into what it is given.
    credentials: { ...credentials },
    database: { host: postgres.host, port: postgres.port },
    apiGateway: services.apiGateway,
    scheduler: services.events,
    simulators: services.simulators,
    ready: () => run.ready(),
    stop: () => cleanup.run(),
  };
}

async function listen(router: Router, asked: number | undefined, identity: Identity): Promise<number> {
  const wanted = asked ?? identity.port ?? DEFAULT_PORT;
  try {
    return await router.listen(wanted);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (asked === undefined) return await router.listen(await freePort());
    throw new UsageError(
      'PORT_BUSY',
      `Another program listens on port ${asked}. Choose another by --port, or leave it out for a free one.`,
      { cause: error },
    );
  }
}
