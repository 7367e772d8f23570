import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../clock.js';
import { Cleanup } from '../emulator/cleanup.js';
import type { Faults } from '../emulator/faults.js';
import { type Emulator, startEmulator } from '../emulator/index.js';
import type { Pace } from '../emulator/rds/index.js';
import { UsageError } from '../errors.js';
import type { Report } from '../report.js';
import { writeAwsConfig } from './aws-config.js';
import { type Identity, identityIn, keepPort } from './identity.js';
import { claimRun } from './run-record.js';
import { createSimulators, type Simulators, simulatorScope } from './simulators/index.js';

export const DEFAULT_PORT = 4580;

export interface StageOptions {
  /** Absolute path of superbowleto's folder. The stage keeps its state in `stage` below it. */
  readonly home: string;
  /** Undefined: the port of the last run, else 4580, else a free one. */
  readonly port?: number;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly report: Report;
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly rdsPace?: Pace;
}

/** The emulator as superbowleto's stage, running. */
export interface Stage
  extends Pick<Emulator<Simulators>, 'endpoint' | 'database' | 'apiGateway' | 'scheduler'> {
  readonly home: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The simulated banks. */
  readonly simulators: Simulators;
  /** Records that the service is provisioned on the stage. */
  ready(): void;
  /** Ends every process, timer and connection, and keeps the state. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/** Returns the folder with the stage's state. @example stageFolder('/home/ana/.superbowleto') // '/home/ana/.superbowleto/stage' */
export function stageFolder(home: string): string {
  return join(home, 'stage');
}

/**
 * Starts the stage of `home` with the state that its last run left. Before that it ends what a killed run left:
 * PostgreSQL and function processes, frozen ones too.
 *
 * @throws SuperbowletoError STAGE_RUNNING while another process runs it; UsageError PORT_BUSY; EmulatorError POSTGRES_…
 * @example
 * const stage = await startStage({ home, region: 'us-east-1', account: '000000000000', report: console.error });
 * new KMSClient({ endpoint: stage.endpoint, region: stage.region, credentials: stage.credentials });
 * await stage.stop();
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { home, region, account, report, clock = systemClock } = options;
  const directory = stageFolder(home);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const run = claimRun(directory, clock.now(), region);
  const cleanup = new Cleanup(report);
  cleanup.add(() => run.end());
  try {
    const identity = identityIn(directory);
    const { credentials } = identity;
    const emulator = await startEmulatorOf(options, clock, identity);
    cleanup.add(() => emulator.stop());
    const { endpoint, port, database, apiGateway, scheduler, extra } = emulator;
    keepPort(directory, identity, port);
    cleanup.add(writeAwsConfig(home, { endpoint, region, credentials }));
    run.publish(endpoint);
    return {
      ...{ home, endpoint, region, account, database, apiGateway, scheduler },
      // A copy: the SDK writes into the credentials that it gets.
      credentials: { ...credentials },
      simulators: extra,
      ready: () => run.ready(),
      stop: () => cleanup.run(),
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function startEmulatorOf(
  options: StageOptions,
  clock: Clock,
  { port, credentials }: Identity,
): Promise<Emulator<Simulators>> {
  const { home, port: asked } = options;
  try {
    return await startEmulator({
      ...options,
      directory: stageFolder(home),
      port: asked ?? port ?? DEFAULT_PORT,
      otherPort: asked === undefined,
      credentials,
      clock,
      extra: { create: createSimulators, scopeOf: simulatorScope },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(
      'PORT_BUSY',
      `Another program listens on port ${asked}. Choose another by --port, or leave it out for a free one.`,
      { cause: error },
    );
  }
}
