import { hostname } from 'node:os';
import {
  listReleases,
  type OperationsTable,
  type Release,
  recordRelease,
  updateRelease,
} from '../operations/index.js';
import type { DeployContext } from './deploy.js';
import type { DeployResult } from './result.js';

type Changes = Parameters<typeof updateRelease>[2];

/**
 * Runs `work` as a release of the log: begun before anything changes, ended with what came of it. Called under the
 * lock, so that every other release still open is one whose process died.
 *
 * @throws what `work` throws; and the reason of the context's signal, when that put everything back
 */
export async function recorded(
  context: DeployContext,
  commit: string,
  work: (release: string) => Promise<DeployResult>,
): Promise<DeployResult> {
  const { environment, who, ref, clock, report, signal } = context;
  await closeAbandoned(context);
  const release = await recordRelease(tableOf(context), {
    environment: environment.name,
    who,
    host: hostname(),
    ref,
    commit,
    startedAt: clock.now().toISOString(),
  });
  let result: DeployResult;
  try {
    result = await work(release.id);
  } catch (error) {
    await closeRelease(context, release, { state: signal.aborted ? 'interrupted' : 'failed' });
    throw error;
  }
  const { state, functions, artifact } = result;
  const interrupted = signal.aborted && (state === 'failed' || state === 'reverted');
  await closeRelease(context, release, {
    state: interrupted ? 'interrupted' : state,
    artifact: { bucket: artifact.bucket, key: artifact.key },
    functions: functions.map(({ deployedName, ...rest }) => rest),
  });
  if (!interrupted) return result;
  report('Interrupted: every function serves what it served before');
  throw signal.reason;
}

/** A release is what is in service, not what is on record: a failed write is told, and changes nothing else. */
async function closeRelease(context: DeployContext, release: Release, changes: Changes): Promise<void> {
  const { clock, report } = context;
  try {
    await updateRelease(tableOf(context), release, { ...changes, finishedAt: clock.now().toISOString() });
  } catch (error) {
    report(`Warning: the release log could not be brought up to date: ${(error as Error).message}`);
  }
}

async function closeAbandoned(context: DeployContext): Promise<void> {
  const releases = await listReleases(tableOf(context), context.environment.name);
  for (const release of releases.filter(({ state }) => state === 'started')) {
    context.report(`The deploy of ${release.ref} that began at ${release.startedAt} was cut off`);
    await closeRelease(context, release, { state: 'interrupted' });
  }
}

function tableOf({ clients, environment }: DeployContext): OperationsTable {
  return { dynamodb: clients.dynamodb, table: environment.operationsTable };
}
