import type { LogSource } from '../../logs/index.js';
import { listReleases } from '../../operations/index.js';
import { deployedFunction, deployedFunctions } from '../../project/index.js';
import type { Place } from '../base-command.js';

/** How many releases are looked at for the one that is named. */
const LOG_LENGTH = 500;

/**
 * The logs of one function, or of all; of a release only those of its versions, and when it began.
 *
 * @throws {UsageError} UNKNOWN_FUNCTION, UNKNOWN_RELEASE, AMBIGUOUS_RELEASE, RELEASE_NOT_COMPLETE
 */
export async function logSources(
  { project, environment, connection }: Place,
  name: string | undefined,
  release: string | undefined,
): Promise<{ sources: LogSource[]; began?: Date }> {
  const functions =
    name === undefined
      ? deployedFunctions(project, environment)
      : [deployedFunction(project, environment, name)];
  const sources = functions.map((one) => ({ name: one.name, group: `/aws/lambda/${one.functionName}` }));
  if (release === undefined) return { sources };
  const table = { dynamodb: connection.dynamodb, table: environment.operationsTable };
  const log = await listReleases(table, environment.name, { limit: LOG_LENGTH });
  const { releaseNamed } = await import('../../deploy/index.js');
  const found = releaseNamed(log, release, environment.name);
  const ofRelease = sources.flatMap((source) => {
    const version = found.functions.find((one) => one.name === source.name)?.version;
    return version === undefined ? [] : [{ ...source, version }];
  });
  return { sources: ofRelease, began: new Date(found.startedAt) };
}
