import type { CheckAnswer } from '../../rotation/index.js';
import { checkDatabase } from '../database/check.js';
import { openSecrets } from '../database/secrets.js';
import { answeringSmoke } from '../lambda.js';
import { service } from '../service.js';

/** `sbw rotate-password` invokes it. Nothing else may. */
export const handler = answeringSmoke(async (event: unknown): Promise<CheckAnswer> => {
  const { settings, database } = service();
  return await checkDatabase({ settings, database, secrets: () => openSecrets(settings) }, event);
});
