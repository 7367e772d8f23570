import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SuperbowletoError } from '../errors.js';
import { processStart } from '../process.js';

/** Which process runs the stage, for other processes to read. */
export interface RunRecord {
  readonly pid: number;
  /** Distinguishes this process from a later one with the same pid. */
  readonly processStart: string;
  /** ISO 8601. */
  readonly since: string;
  /** `running` once the service is provisioned on the stage. */
  readonly state: 'starting' | 'running' | 'ended';
  readonly region: string;
  /** Undefined until the stage listens. */
  readonly endpoint?: string;
}

/** A lock on the stage, held until `end`. */
export interface Run {
  /** Records that the stage listens at `endpoint`. */
  publish(endpoint: string): void;
  /** Records that the service is provisioned on the stage. */
  ready(): void;
  /** Releases the lock. Calling it twice is harmless. */
  end(): void;
}

/**
 * Locks the stage in `folder` for this process.
 *
 * Each run creates a record with the next number, with one atomic link. Of several processes that saw the same ended
 * run, the link succeeds for exactly one. The last record always stays, so that no number is used twice.
 *
 * @throws SuperbowletoError STAGE_RUNNING while another process holds the lock
 */
export function claimRun(folder: string, now: Date, region = ''): Run {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const last = lastNumber(folder);
    const running = last > 0 ? read(folder, last) : undefined;
    if (running && isLive(running)) throw stageRunning(running);
    const record: RunRecord = {
      pid: process.pid,
      processStart: processStart(process.pid) ?? '',
      since: now.toISOString(),
      state: 'starting',
      region,
    };
    if (!create(folder, last + 1, record)) continue;
    for (const number of numbers(folder)) if (number <= last) rmSync(fileOf(folder, number), { force: true });
    return runOf(folder, last + 1, record);
  }
}

/** Finds the record of the stage that runs in `folder`; undefined when none runs. */
export function findRun(folder: string): RunRecord | undefined {
  const last = lastNumber(folder);
  const record = last > 0 ? read(folder, last) : undefined;
  return record && isLive(record) ? record : undefined;
}

/** Returns whether a file in the stage's folder is the record of a run. */
export function isRunRecord(name: string): boolean {
  return /^run\.\d+\.json$/.test(name);
}

function runOf(folder: string, number: number, record: RunRecord): Run {
  let current = record;
  const replace = (change: Partial<RunRecord>) => {
    current = { ...current, ...change };
    const draft = write(folder, current);
    renameSync(draft, fileOf(folder, number));
  };
  return {
    publish: (endpoint) => replace({ endpoint }),
    ready: () => replace({ state: 'running' }),
    end: () => replace({ state: 'ended' }),
  };
}

function create(folder: string, number: number, record: RunRecord): boolean {
  const draft = write(folder, record);
  try {
    linkSync(draft, fileOf(folder, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(folder: string, record: RunRecord): string {
  const draft = join(folder, `run.${randomUUID()}.draft`);
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  return draft;
}

/** Reads a record; undefined when a later run has removed it meanwhile. */
function read(folder: string, number: number): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(folder, number), 'utf8')) as RunRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isLive({ state, pid, processStart: start }: RunRecord): boolean {
  return state !== 'ended' && processStart(pid) === start;
}

function lastNumber(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

function numbers(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter(isRunRecord)
      .map((name) => Number(name.split('.')[1]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const fileOf = (folder: string, number: number) => join(folder, `run.${number}.json`);

function stageRunning({ pid, endpoint }: RunRecord): SuperbowletoError {
  const where = endpoint === undefined ? 'is being started' : `runs at ${endpoint}`;
  return new SuperbowletoError(
    'STAGE_RUNNING',
    `The local stage ${where} already, by process ${pid}. What it offers: sbw local status. To end it: sbw local stop`,
  );
}
