import type { LogSource } from '../../logs/index.js';
import { listReleases, NEWEST_RELEASES, operationsTable } from '../../operations/index.js';
import { deployedFunction, deployedFunctions, logGroup, type OpenEnvironment } from '../../project/index.js';

/**
 * Returns the logs of one function or all functions. For a release it returns only its versions, and when it started.
 *
 * @throws {UsageError} UNKNOWN_FUNCTION, UNKNOWN_RELEASE, AMBIGUOUS_RELEASE, RELEASE_NOT_COMPLETE
 */
export async function logSources(
  { project, environment, connection }: OpenEnvironment,
  name: string | undefined,
  release: string | undefined,
): Promise<{ sources: LogSource[]; began?: Date }> {
  const functions =
    name === undefined
      ? deployedFunctions(project, environment)
      : [deployedFunction(project, environment, name)];
  const sources = functions.map((one) => ({ name: one.name, group: logGroup(one.functionName) }));
  if (release === undefined) return { sources };
  const log = await listReleases(operationsTable(connection, environment), environment.name, {
    limit: NEWEST_RELEASES,
  });
  const { releaseNamed } = await import('../../deploy/index.js');
  const found = releaseNamed(log, release, environment.name);
  const ofRelease = sources.flatMap((source) => {
    const version = found.functions.find((one) => one.name === source.name)?.version;
    return version === undefined ? [] : [{ ...source, version }];
  });
  return { sources: ofRelease, began: new Date(found.startedAt) };
}
