import { createReader } from '../credstash/index.js';
import { pageKeyName } from '../project/index.js';
import type { Check, CheckContext, Finding } from './types.js';

/** The route of the payer's page. A service without it needs no key. */
const ROUTE = '/b/{id}';

/** Checks that there is a key that signs links to the payer's page. It reads version numbers only and decrypts nothing. */
export const pageKey: Check = {
  name: 'page-key',
  async run({ environment, project, connection }: CheckContext): Promise<Finding[]> {
    const hasPage = environment.functions.some((name) => {
      const trigger = project.functions[name]?.trigger;
      return trigger?.type === 'routes' && trigger.routes.some(({ path }) => path === ROUTE);
    });
    if (!hasPage) return [];
    const { kms, dynamodb } = connection;
    const reader = createReader({ kms, dynamodb, table: environment.credstash.table });
    const name = pageKeyName(environment.name);
    if ((await reader.versions(name)).length > 0) return [];
    const problem = 'is not in credstash: boletos have no links for their payers';
    return [{ subject: name, problem, fix: `sbw rotate-page-key ${environment.name}` }];
  },
};
