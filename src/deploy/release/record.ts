import { hostname } from 'node:os';
import { SuperbowletoError } from '../../errors.js';
import {
  listReleases,
  operationsTable,
  type Release,
  recordRelease,
  updateRelease,
} from '../../operations/index.js';
import type { EnvironmentContext } from '../context.js';
import { putOutcomeMetric } from './metric.js';
import type { DeployResult } from './result.js';

type Changes = Parameters<typeof updateRelease>[2];
type Beginning = Pick<Release, 'ref' | 'commit' | 'kind' | 'to' | 'why'>;
type Ending = Pick<DeployResult, 'state' | 'functions' | 'migrations'> & Pick<Release, 'artifact'>;

/**
 * Runs `work` as a release of the log: records its beginning before anything changes, and its end afterwards. Must be
 * called under the lock: it marks every other release that is still open as interrupted.
 *
 * @param work gets the id of the release in the log
 * @throws what `work` throws; the reason of the context's signal when the signal aborted and everything was put back
 */
export async function withRecord<Result extends Ending>(
  context: EnvironmentContext,
  beginning: Beginning,
  work: (release: string) => Promise<Result>,
): Promise<Result> {
  const { report, signal } = context;
  const release = await openRelease(context, beginning);
  let result: Result;
  try {
    result = await work(release.id);
  } catch (error) {
    const state = signal.aborted ? 'interrupted' : 'failed';
    await Promise.all([closeRelease(context, release, { state }), putOutcomeMetric(context, state)]);
    throw error;
  }
  const { state, functions, artifact, migrations = [] } = result;
  const interrupted = signal.aborted && (state === 'failed' || state === 'reverted');
  const ended = interrupted ? 'interrupted' : state;
  const closing = closeRelease(context, release, {
    state: ended,
    ...(artifact ? { artifact: { bucket: artifact.bucket, key: artifact.key } } : {}),
    ...(migrations.length > 0 ? { migrations } : {}),
    functions: functions.map(({ deployedName, ...rest }) => rest),
  });
  await Promise.all([closing, putOutcomeMetric(context, ended)]);
  if (!interrupted) return result;
  // Without the lock, another process may have moved the aliases since.
  if (!isLockLost(signal.reason)) report('Interrupted: every function serves what it served before');
  throw signal.reason;
}

function isLockLost(reason: unknown): boolean {
  return reason instanceof SuperbowletoError && reason.code === 'LOCK_LOST';
}

async function openRelease(context: EnvironmentContext, beginning: Beginning): Promise<Release> {
  const { clients, environment, who, clock } = context;
  const table = operationsTable(clients, environment);
  const log = await listReleases(table, environment.name);
  await closeAbandoned(context, log);
  const startedAt = clock.now().toISOString();
  const release = { ...beginning, environment: environment.name, who, host: hostname(), startedAt };
  return await recordRelease(table, release, log[0]);
}

/** Records the end of a release. A failed write does not change what is in service: it is a warning. */
async function closeRelease(context: EnvironmentContext, release: Release, changes: Changes): Promise<void> {
  const { clients, environment, clock, report } = context;
  try {
    await updateRelease(operationsTable(clients, environment), release, {
      ...changes,
      finishedAt: clock.now().toISOString(),
    });
  } catch (error) {
    report(`Warning: the release log could not be brought up to date: ${(error as Error).message}`);
  }
}

/** Marks the releases of killed processes as interrupted. */
async function closeAbandoned(context: EnvironmentContext, log: readonly Release[]): Promise<void> {
  for (const release of log.filter(({ state }) => state === 'started')) {
    context.report(
      `The ${release.kind ?? 'deploy'} of ${release.ref} that began at ${release.startedAt} was cut off`,
    );
    await closeRelease(context, release, { state: 'interrupted' });
  }
}
