import type { Rotation } from '../../rotation/index.js';
import { answeringSmoke, type LambdaContext } from '../lambda.js';
import { service } from '../service.js';

/** Kept free for the promotion, once the password logs in. */
const MARGIN = 30_000;

/**
 * Rotates on a schedule, where superbowleto.yml lists it; see docs/rotation.md. It throws what went wrong, so that
 * Lambda counts it as an error: an alarm may watch that.
 */
export const handler = answeringSmoke(async (_: unknown, context: LambdaContext): Promise<Rotation> => {
  const { rotateDatabasePassword } = await import('../database/rotate.js');
  const timeout = Math.max(0, context.getRemainingTimeInMillis() - MARGIN);
  return await rotateDatabasePassword(service().settings, process.env, timeout);
});
