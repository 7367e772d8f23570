import type { DeployResult } from '../../src/deploy/index.js';
import type { Call, Fault, Faults } from '../../src/local/index.js';
import { findLockHolder, listReleases, type Release } from '../../src/operations/index.js';
import { AlternatingReleases, type Served } from './alternating-releases.js';
import { type DeployStage, startDeployStage } from './deploy-stage.js';
import { ShortSleepClock } from './short-sleep-clock.js';

export const SEVEN = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

export const FAULT_KINDS = ['error', 'throttle', 'timeout', 'timeout after it was done', 'reset'] as const;
export const PERSISTENCES = ['once', 'for ever'] as const;

/** A fault to inject into one deploy. */
export interface InjectedFault {
  /** Name of a call, as `recordCalls` returns it. */
  readonly call: string;
  readonly kind: (typeof FAULT_KINDS)[number];
  /** `for ever`: every later call about the same resource fails too. */
  readonly persistence: (typeof PERSISTENCES)[number];
}

export interface FaultResult {
  /** Whether the deploy made the call, and so met the fault. */
  readonly wasInjected: boolean;
  /** What the aliases served right after the deploy with the fault. */
  readonly served: Served;
  /** What is wrong; empty when the deploy behaved. */
  readonly problems: readonly string[];
}

/** A stage with seven functions, for deploys with faults. */
export interface FaultStage {
  /** Returns the name of every call to AWS that a deploy makes. */
  recordCalls(): Promise<string[]>;
  /** Deploys with a fault and checks the result. If that deploy was not complete, deploys again and checks that. */
  deployWithFault(fault: InjectedFault): Promise<FaultResult>;
  remove(): Promise<void>;
}

export async function startFaultStage(): Promise<FaultStage> {
  const stage = await startDeployStage({ functions: SEVEN, smoke: false });
  const releases = await AlternatingReleases.build(stage, SEVEN).catch(async (error) => {
    await stage.remove();
    throw error;
  });
  let timeout = SHORTEST_TIMEOUT_MILLISECONDS;
  return {
    recordCalls: async () => {
      const began = Date.now();
      const calls = await recordCalls(releases);
      // On a busy machine every call is slow: the timeout must not end a call that would have been answered.
      timeout = Math.max(SHORTEST_TIMEOUT_MILLISECONDS, (Date.now() - began) / 2);
      // The number of polls depends on time. Only the calls that a second deploy makes too are returned.
      const others = new Set(await recordCalls(releases));
      return calls.filter((name) => others.has(name));
    },
    deployWithFault: (fault) => deployWithFault(stage, releases, fault, timeout),
    remove: () => stage.remove(),
  };
}

async function recordCalls(releases: AlternatingReleases): Promise<string[]> {
  await releases.deleteStored();
  const calls: string[] = [];
  const name = callNames();
  const faults = (call: Call) => void calls.push(name(call).name);
  await releases.deployNew({ clock: new ShortSleepClock(), faults });
  releases.swap();
  return calls;
}

/** Names each call by its resource and by a number: a deploy makes many calls at once, in any order. */
function callNames(): (call: Call) => { resource: string; name: string } {
  const counts = new Map<string, number>();
  return ({ service, method, operation, path }) => {
    const about = path.replace(/[0-9a-f]{64}/, '<digest>').replace('/2015-03-31/functions/test-sample-', '');
    const resource = [service, method, operation, about].filter(Boolean).join(' ');
    const count = (counts.get(resource) ?? 0) + 1;
    counts.set(resource, count);
    return { resource, name: `${resource} #${count}` };
  };
}

/** After this time a client gives up an attempt. */
const SHORTEST_TIMEOUT_MILLISECONDS = 250;
const LEASE_MILLISECONDS = 30_000;

async function deployWithFault(
  stage: DeployStage,
  releases: AlternatingReleases,
  fault: InjectedFault,
  timeout: number,
): Promise<FaultResult> {
  await releases.deleteStored();
  const before = await newestRelease(stage);
  const { faults, wasInjected } = injector(fault);
  const state = await releases.deployNew({ clock: new ShortSleepClock(), faults, timeout }).then(
    ({ state }) => state,
    (error: Error) => error,
  );
  const served = await releases.served();
  const after = await newestRelease(stage);
  const problems = problemsOf(state, served, after?.id === before?.id ? undefined : after);
  const complete = served === 'new' && after?.state === 'released' && !(await isLocked(stage));
  if (!complete) problems.push(...(await deployAgain(stage, releases)));
  if ((await releases.served()) === 'new') releases.swap();
  return { wasInjected: wasInjected(), served, problems };
}

/** Returns the function that gives the stage's calls the fault, and one that returns whether it has. */
function injector({ call: faultyCall, kind, persistence }: InjectedFault): {
  faults: Faults;
  wasInjected: () => boolean;
} {
  const name = callNames();
  let faultyResource: string | undefined;
  let times = 0;
  const faults = (call: Call) => {
    const called = name(call);
    if (called.name === faultyCall) faultyResource = called.resource;
    if (called.resource !== faultyResource || times >= TIMES[persistence](kind)) return undefined;
    times += 1;
    return faultOf(kind, call);
  };
  return { faults, wasInjected: () => times > 0 };
}

const TIMES = {
  once: () => 1,
  // Throttling ends at some time. Seven is more often than the SDK retries a call by itself.
  'for ever': (kind: InjectedFault['kind']) => (kind === 'throttle' ? 7 : Number.POSITIVE_INFINITY),
} as const;

function faultOf(kind: InjectedFault['kind'], { service }: Call): Fault {
  switch (kind) {
    case 'error':
      return { type: 'error', code: 'ServiceException', status: 500 };
    case 'throttle':
      return service === 's3'
        ? { type: 'error', code: 'SlowDown', status: 503 }
        : { type: 'error', code: 'ThrottlingException', status: service === 'lambda' ? 429 : 400 };
    case 'timeout':
      return { type: 'silence', done: false };
    case 'timeout after it was done':
      return { type: 'silence', done: true };
    case 'reset':
      return { type: 'reset' };
  }
}

/** What the aliases must serve after each state. */
const SERVES: Readonly<Record<string, Served>> = {
  released: 'new',
  unchanged: 'new',
  failed: 'old',
  reverted: 'old',
  interrupted: 'old',
};

function problemsOf(state: string | Error, served: Served, record: Release | undefined): string[] {
  const problems: string[] = [];
  const reported = state instanceof Error ? 'failed' : state;
  if (served === 'mixed') problems.push(`some functions are new and some old, and it reported ${reported}`);
  else if (SERVES[reported] !== served)
    problems.push(`it reported ${reported}, but serves the ${served} one`);
  // When the log could not be written, the release is still open. The next deploy closes it.
  if (record && record.state !== 'started' && SERVES[record.state] !== served) {
    problems.push(`the log says ${record.state}, but it serves the ${served} one`);
  }
  return problems;
}

/** Deploys again, after the lease of the lock has expired, and checks that nothing is left of the first deploy. */
async function deployAgain(stage: DeployStage, releases: AlternatingReleases): Promise<string[]> {
  const clock = new ShortSleepClock(LEASE_MILLISECONDS + 1_000);
  const problems: string[] = [];
  const state = await releases.deployNew({ clock }).then(stateOf, (error: Error) => String(error));
  if (state !== 'released' && state !== 'unchanged') problems.push(`run again, it reported ${state}`);
  const served = await releases.served();
  if (served !== 'new') problems.push(`run again, it serves ${served}`);
  if (await isLocked(stage)) problems.push('run again, it left its lock');
  const log = await listReleases(tableOf(stage), 'test', { limit: 3 });
  if (log.some((release) => release.state === 'started'))
    problems.push('run again, it left an open release in the log');
  return problems;
}

/** Returns the state, and the reasons of the functions that failed. */
function stateOf({ state, functions }: DeployResult): string {
  const reasons = functions.flatMap(({ status, reason }) => (status === 'failed' ? [reason] : []));
  return [state, ...reasons].join(': ');
}

async function newestRelease(stage: DeployStage): Promise<Release | undefined> {
  const [newest] = await listReleases(tableOf(stage), 'test', { limit: 1 });
  return newest;
}

async function isLocked(stage: DeployStage): Promise<boolean> {
  const lock = { environment: 'test', operation: 'deploy' } as const;
  return (await findLockHolder(tableOf(stage), lock)) !== undefined;
}

function tableOf({ connection: { dynamodb } }: DeployStage) {
  return { dynamodb, table: 'operations' };
}
