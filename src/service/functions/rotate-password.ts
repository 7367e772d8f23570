import type { Rotation } from '../../rotation/index.js';
import { answeringSmoke, type LambdaContext } from '../lambda.js';
import { service } from '../service.js';

/** Milliseconds left to promote the password once it logs in. */
const MARGIN = 30_000;

/**
 * Rotates the password on a schedule, if superbowleto.yml lists this function; see docs/rotation.md. It throws
 * failures, so that Lambda counts an error, which an alarm may watch.
 */
export const handler = answeringSmoke(async (_: unknown, context: LambdaContext): Promise<Rotation> => {
  const { rotateDatabasePassword } = await import('../database/rotate.js');
  const timeout = Math.max(0, context.getRemainingTimeInMillis() - MARGIN);
  return await rotateDatabasePassword(service().settings, process.env, timeout);
});
