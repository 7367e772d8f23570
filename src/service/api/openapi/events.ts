import { badRequest, commonErrors, jsonAnswer } from './answers.js';
import { EVENT, errorBody } from './examples.js';
import type { Operation } from './operation.js';
import { eventsParameters, schemaNamed } from './schemas.js';

const list: Operation = {
  route: 'GET /events',
  operationId: 'listUndeliveredEvents',
  tag: 'events',
  summary: "List the events that the tenant's queues have not taken",
  description:
    'The longest waiting first. The service tries to send each again for as long as it is here, and an event that is sent leaves the list. A list that begins `after` the last event that was read shows every later one exactly once. An event appears ten seconds after its queue did not take it, and is deleted after ninety days.',
  parameters: eventsParameters,
  answers: {
    200: jsonAnswer(
      'A page',
      { type: 'array', items: schemaNamed('Event') },
      {
        Link: {
          description: '`<?…>; rel="next"`, relative to this resource; missing on the last page',
          schema: { type: 'string' },
        },
      },
    ),
    400: badRequest,
    ...commonErrors,
  },
  exchanges: [
    {
      name: 'undelivered',
      summary: 'One event that its queue did not take',
      parameters: { count: 50 },
      status: 200,
      answer: [EVENT],
    },
    {
      name: 'wrong',
      summary: 'A cursor that is not one of the list',
      parameters: { after: 'yesterday' },
      status: 400,
      answer: errorBody('invalid_parameter', '"after" must be the cursor of an event', 'after'),
    },
  ],
};

export const eventOperations: readonly Operation[] = [list];
