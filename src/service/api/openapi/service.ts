import { commonErrors, jsonAnswer } from './answers.js';
import type { Operation } from './operation.js';
import { schemaNamed } from './schemas.js';

const tag = 'service';

export const serviceOperations: readonly Operation[] = [
  {
    route: 'GET /health',
    operationId: 'showHealth',
    tag,
    summary: 'Whether the service and its database answer',
    description: 'It asks for no API key.',
    isOpen: true,
    answers: {
      200: jsonAnswer('They do', schemaNamed('Health')),
      500: commonErrors[500],
      503: jsonAnswer('The database does not answer within 3 seconds', schemaNamed('Health')),
    },
    exchanges: [
      { name: 'well', summary: 'All is well', status: 200, answer: { status: 'ok', version: '0.1.0' } },
    ],
  },
  {
    route: 'GET /openapi.json',
    operationId: 'showOpenApi',
    tag,
    summary: 'This document',
    answers: { 200: jsonAnswer('OpenAPI 3.1', { type: 'object' }), ...commonErrors },
  },
];
