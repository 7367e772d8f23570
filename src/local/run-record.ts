import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SuperbowletoError } from '../errors.js';
import { processStart } from '../process.js';

/** Who runs the stage, for every other process that asks. */
export interface RunRecord {
  readonly pid: number;
  /** Tells this process from a later one of the same pid. */
  readonly processStart: string;
  /** ISO 8601. */
  readonly since: string;
  /** `running` when what is to run on it is up. */
  readonly state: 'starting' | 'running' | 'ended';
  readonly region: string;
  /** Undefined until it answers. */
  readonly endpoint?: string;
}

/** The right to run the stage, held until `end`. */
export interface Run {
  /** The stage answers at `endpoint`; what is to run on it is not up yet. */
  publish(endpoint: string): void;
  /** What is to run on it is up. */
  ready(): void;
  /** Calling it twice is harmless. */
  end(): void;
}

/**
 * Takes the right to run the stage in `folder`.
 *
 * Each run has a record of the next number. Making it is one atomic link, which fails for all but one of those who
 * saw the same dead predecessor; and since the last record always stays, no number is given twice.
 *
 * @throws SuperbowletoError STAGE_RUNNING while another process has it
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

/** The record of the stage that runs in `folder` now; undefined when none does. */
export function findRun(folder: string): RunRecord | undefined {
  const last = lastNumber(folder);
  const record = last > 0 ? read(folder, last) : undefined;
  return record && isLive(record) ? record : undefined;
}

/** Whether a file of the stage's folder is a run's record. */
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

/** Undefined when it was replaced by a later one meanwhile. */
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
