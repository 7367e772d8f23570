import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.js';
import { endLeftovers } from '../emulator/leftovers.js';
import { postgresFolder, removePostgres } from '../emulator/postgres/index.js';
import { endProcess } from '../emulator/processes.js';
import { SuperbowletoError } from '../errors.js';
import type { Report } from '../report.js';
import { awsConfigPath } from './aws-config.js';
import { findIdentity } from './identity.js';
import { findProvisioned, type Provisioned } from './provision/record.js';
import { claimRun, findRun, isRunRecord, type RunRecord } from './run-record.js';
import { stageFolder } from './stage.js';

/** A running stage, as another process sees it. */
export interface RunningStage {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** False while the stage starts, and while the service is provisioned on it. */
  readonly ready: boolean;
  /** Undefined until the stage listens. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** What was last provisioned; undefined before the first time. */
  readonly provisioned: Provisioned | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** How long a stage may take to stop before it is killed, in milliseconds. */
const STOP_LIMIT = 10_000;

/** Finds the running stage of `home`; undefined when none runs. */
export function findStage(home: string): RunningStage | undefined {
  const directory = stageFolder(home);
  const run = findRun(directory);
  const identity = findIdentity(directory);
  if (!run || !identity) return undefined;
  const { pid, since, endpoint, region, state } = run;
  const provisioned = findProvisioned(directory);
  return {
    pid,
    since,
    ready: state === 'running',
    endpoint,
    region,
    provisioned,
    credentials: identity.credentials,
  };
}

/**
 * Stops the stage of `home`, and ends the processes that a killed one left.
 *
 * @returns the stage that ran, and whether an earlier one had left processes
 * @throws SuperbowletoError STAGE_IN_THIS_PROCESS
 */
export async function stopStage(
  home: string,
  report: Report,
): Promise<{ stopped: { pid: number; endpoint: string | undefined } | undefined; leftovers: boolean }> {
  const directory = stageFolder(home);
  if (!existsSync(directory)) return { stopped: undefined, leftovers: false };
  const run = findRun(directory);
  if (run) await endStage(run);
  const claim = claimRun(directory, systemClock.now());
  try {
    const leftovers = await endLeftovers(directory, report);
    removeAwsConfig(home);
    return { stopped: run && { pid: run.pid, endpoint: run.endpoint }, leftovers: leftovers && !run };
  } finally {
    claim.end();
  }
}

async function endStage({ pid, state }: RunRecord): Promise<void> {
  if (pid === process.pid) {
    throw new SuperbowletoError(
      'STAGE_IN_THIS_PROCESS',
      `The stage (${state}) runs in this process: call its stop().`,
    );
  }
  await endProcess(pid, [
    ['SIGTERM', STOP_LIMIT],
    ['SIGKILL', 2_000],
  ]);
}

/**
 * Deletes all state of the stage: database, tables, objects, queues, functions and keys.
 *
 * @throws SuperbowletoError STAGE_RUNNING while it runs
 * @returns whether there was any state
 */
export async function resetStage(home: string, report: Report): Promise<boolean> {
  const directory = stageFolder(home);
  if (!existsSync(directory)) return false;
  const run = findRun(directory);
  if (run) {
    throw new SuperbowletoError(
      'STAGE_RUNNING',
      `The local stage runs, as process ${run.pid}; nothing was deleted. Stop it first: sbw local stop`,
    );
  }
  const claim = claimRun(directory, systemClock.now());
  try {
    await endLeftovers(directory, report);
    await removePostgres(postgresFolder(directory));
    const state = readdirSync(directory).filter((name) => !isRunRecord(name));
    for (const name of state) rmSync(join(directory, name), { recursive: true, force: true });
    removeAwsConfig(home);
    return state.length > 1;
  } finally {
    claim.end();
  }
}

/** Removes the config file, which a killed stage leaves. */
function removeAwsConfig(home: string): void {
  rmSync(awsConfigPath(home), { force: true });
}
