import { hostname } from 'node:os';
import { SuperbowletoError } from '../../errors.js';
import {
  listReleases,
  operationsTable,
  type Release,
  recordRelease,
  updateRelease,
} from '../../operations/index.js';
import type { DeployContext } from '../deploy.js';
import { tellOutcome } from './metric.js';
import type { DeployResult } from './result.js';

type Changes = Parameters<typeof updateRelease>[2];

/** What a release of the log is written with. */
export type RecordContext = Pick<
  DeployContext,
  'clients' | 'environment' | 'who' | 'clock' | 'report' | 'signal'
>;

type Beginning = Pick<Release, 'ref' | 'commit' | 'kind' | 'to' | 'why'>;
type Ending = Pick<DeployResult, 'state' | 'functions' | 'migrations'> & Pick<Release, 'artifact'>;

/** A deploy as a release of the log; as `recordedAs`. */
export function recorded(
  context: DeployContext,
  commit: string,
  work: (release: string) => Promise<DeployResult>,
): Promise<DeployResult> {
  return recordedAs(context, { ref: context.ref, commit }, work);
}

/**
 * Runs `work` as a release of the log: begun before anything changes, ended with what came of it. Called under the
 * lock, so that every other release still open is one whose process died.
 *
 * @throws what `work` throws; and the reason of the context's signal, when that put everything back
 */
export async function recordedAs<Result extends Ending>(
  context: RecordContext,
  beginning: Beginning,
  work: (release: string) => Promise<Result>,
): Promise<Result> {
  const { environment, who, clock, report, signal } = context;
  const log = await listReleases(operationsTable(context.clients, context.environment), environment.name);
  await closeAbandoned(context, log);
  const begun = { ...beginning, environment: environment.name, who, host: hostname() };
  const startedAt = clock.now().toISOString();
  const release = await recordRelease(
    operationsTable(context.clients, context.environment),
    { ...begun, startedAt },
    log[0],
  );
  let result: Result;
  try {
    result = await work(release.id);
  } catch (error) {
    const state = signal.aborted ? 'interrupted' : 'failed';
    await Promise.all([closeRelease(context, release, { state }), tellOutcome(context, state)]);
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
  await Promise.all([closing, tellOutcome(context, ended)]);
  if (!interrupted) return result;
  // Without the lock others may have moved them since.
  if (!isLockLost(signal.reason)) report('Interrupted: every function serves what it served before');
  throw signal.reason;
}

function isLockLost(reason: unknown): boolean {
  return reason instanceof SuperbowletoError && reason.code === 'LOCK_LOST';
}

/** A release is what is in service, not what is on record: a failed write is told, and changes nothing else. */
async function closeRelease(context: RecordContext, release: Release, changes: Changes): Promise<void> {
  const { clock, report } = context;
  try {
    await updateRelease(operationsTable(context.clients, context.environment), release, {
      ...changes,
      finishedAt: clock.now().toISOString(),
    });
  } catch (error) {
    report(`Warning: the release log could not be brought up to date: ${(error as Error).message}`);
  }
}

async function closeAbandoned(context: RecordContext, log: readonly Release[]): Promise<void> {
  for (const release of log.filter(({ state }) => state === 'started')) {
    context.report(
      `The ${release.kind ?? 'deploy'} of ${release.ref} that began at ${release.startedAt} was cut off`,
    );
    await closeRelease(context, release, { state: 'interrupted' });
  }
}
