import type { Clock, Report } from '../clock.js';
import {
  listReleases,
  type OperationsTable,
  type Release,
  recordRelease,
  updateRelease,
} from '../operations/index.js';
import type { DeployResult } from './result.js';

type Request = Pick<Release, 'environment' | 'who' | 'host' | 'ref' | 'commit'>;
type Changes = Parameters<typeof updateRelease>[2];

/**
 * Runs `work` as a release of the log: begun before anything changes, ended with what came of it. Called under the
 * lock, so that every other release still open is one whose process died.
 *
 * @param signal when it has aborted, `work` ended because of it: that is thrown after it is on record
 */
export async function recorded(
  place: OperationsTable,
  request: Request,
  context: { readonly clock: Clock; readonly report: Report },
  work: (release: string) => Promise<DeployResult>,
  signal: AbortSignal,
): Promise<DeployResult> {
  const { clock, report } = context;
  await closeAbandoned(place, request.environment, context);
  const release = await recordRelease(place, { ...request, startedAt: clock.now().toISOString() });
  const close = (changes: Changes) => closeRelease(place, release, changes, context);
  let result: DeployResult;
  try {
    result = await work(release.id);
  } catch (error) {
    await close({ state: signal.aborted ? 'interrupted' : 'failed' });
    throw error;
  }
  const { state, functions, artifact } = result;
  const interrupted = signal.aborted && state !== 'released' && state !== 'unchanged' && state !== 'mixed';
  await close({
    state: interrupted ? 'interrupted' : state,
    artifact: { bucket: artifact.bucket, key: artifact.key },
    functions: functions.map(({ deployedName, ...rest }) => rest),
  });
  if (!interrupted) return result;
  report('Interrupted: every alias is where it was');
  throw signal.reason;
}

/** A release is what is in service, not what is on record: a failed write is told, and changes nothing else. */
async function closeRelease(
  place: OperationsTable,
  release: Release,
  changes: Changes,
  { clock, report }: { readonly clock: Clock; readonly report: Report },
): Promise<void> {
  try {
    await updateRelease(place, release, { ...changes, finishedAt: clock.now().toISOString() });
  } catch (error) {
    report(`Warning: the release log could not be brought up to date: ${(error as Error).message}`);
  }
}

async function closeAbandoned(
  place: OperationsTable,
  environment: string,
  context: { readonly clock: Clock; readonly report: Report },
): Promise<void> {
  const open = (await listReleases(place, environment)).filter(({ state }) => state === 'started');
  for (const release of open) {
    context.report(`The deploy of ${release.ref} that began at ${release.startedAt} was cut off`);
    await closeRelease(place, release, { state: 'interrupted' }, context);
  }
}
