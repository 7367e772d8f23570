import type { AdministrationFailure } from '../../administration/index.js';
import { administer } from '../administration/administer.js';
import { answeringSmoke, deadlineOf, type LambdaContext } from '../lambda.js';
import { service } from '../service.js';

const MARGIN = 1_000;

/** `sbw tenant` and `sbw boleto` invoke it. Nothing else may. */
export const handler = answeringSmoke(
  async (event: unknown, context: LambdaContext): Promise<{ readonly ok: true } | AdministrationFailure> =>
    await administer(service, event, deadlineOf(context, MARGIN)),
);
