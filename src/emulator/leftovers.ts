import type { Report } from '../report.js';
import { endLeftoverPostgres, postgresFolder } from './postgres/index.js';
import { endLeftoverGroups } from './process-groups.js';

/**
 * Ends the processes that a killed emulator left running in `directory`.
 *
 * Call it only while no emulator may run there.
 *
 * @returns whether there were any
 */
export async function endLeftovers(directory: string, report: Report): Promise<boolean> {
  const groups = await endLeftoverGroups(directory);
  if (groups > 0) report(`Ended ${groups} function processes that an earlier run left`);
  const postgres = await endLeftoverPostgres(postgresFolder(directory));
  if (postgres) report('Ended the PostgreSQL that an earlier run left');
  return groups > 0 || postgres;
}
