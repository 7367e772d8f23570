import { SuperbowletoError } from '../../errors.js';
import type { Artifact } from '../artifact/artifact.js';
import type { LiveFunction } from './functions.js';

/**
 * Throws unless the artifact has the file of every function's handler. Lambda itself would fail at the first call only.
 *
 * @throws {SuperbowletoError} HANDLER_MISSING, with every function whose file is missing
 */
export function verifyHandlers(functions: readonly LiveFunction[], { paths }: Artifact): void {
  const missing = functions.flatMap(({ definition: { name, handler } }) => {
    const file = handler.slice(0, handler.lastIndexOf('.'));
    return paths.some((path) => path.startsWith(`${file}.`)) ? [] : [`${name} (${file}.*)`];
  });
  if (missing.length === 0) return;
  throw new SuperbowletoError(
    'HANDLER_MISSING',
    `The build made no file for the handler of ${missing.join(', ')}, and nothing was deployed. See functions.<name>.handler in superbowleto.yml.`,
  );
}
