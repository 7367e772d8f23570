import { requestHeaders } from './answers.js';
import { boletoOperations } from './boletos.js';
import { configurationOperations } from './configurations.js';
import { eventOperations } from './events.js';
import { type Operation, operationObject } from './operation.js';
import { payerPageOperations } from './payer-page.js';
import { schemas } from './schemas.js';
import { serviceOperations } from './service.js';
import { slipOperations } from './slips.js';

const operations: readonly Operation[] = [
  ...boletoOperations,
  ...slipOperations,
  ...payerPageOperations,
  ...eventOperations,
  ...configurationOperations,
  ...serviceOperations,
];

/**
 * Describes the API in OpenAPI 3.1. The schemas of bodies and queries are those that check the requests.
 *
 * @param version version of the package
 */
export function openApiDocument(version: string): Record<string, unknown> {
  return {
    openapi: '3.1.1',
    info: {
      title: 'superbowleto',
      version,
      summary: 'Issues, registers and manages boletos',
      description:
        'Amounts are integer cents. Dates are days in São Paulo, `YYYY-MM-DD`. An API key is one tenant, which sees its own boletos only. Examples of one name in parameters, body and answer belong together.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.', description: 'Where this document is' }],
    security: [{ apiKey: [] }],
    tags: ['boletos', 'slips', 'payer', 'events', 'configurations', 'service'].map((name) => ({ name })),
    paths: pathsObject(),
    components: {
      schemas,
      securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
    },
  };
}

function pathsObject(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.route.split(' ');
    paths[path] = {
      parameters: requestHeaders,
      ...paths[path],
      [method.toLowerCase()]: operationObject(operation),
    };
  }
  return paths;
}
