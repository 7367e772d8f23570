import { join } from 'node:path';
import { endLeftoverPostgres } from '../emulator/postgres/index.js';
import { endLeftoverGroups } from '../emulator/process-groups.js';
import type { Report } from '../report.js';

/**
 * Ends what a killed stage left running. Only who has the right to run the stage may call it.
 *
 * @param directory the stage's folder
 * @returns whether there was anything
 */
export async function endLeftovers(directory: string, report: Report): Promise<boolean> {
  const groups = await endLeftoverGroups(directory);
  if (groups > 0) report(`Ended ${groups} function processes that an earlier run left`);
  const postgres = await endLeftoverPostgres(join(directory, 'postgres'));
  if (postgres) report('Ended the PostgreSQL that an earlier run left');
  return groups > 0 || postgres;
}
