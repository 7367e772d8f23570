import { eventsSchema } from '../boletos/schema.js';
import { listUndelivered } from '../boletos/undelivered.js';
import type { Answer } from '../http/answer.js';
import type { Request } from '../http/request.js';
import type { Service } from '../service.js';
import { validate } from './validate.js';

/** GET /events */
export async function getEvents(service: Service, request: Request): Promise<Answer> {
  const query = validate(eventsSchema, request.query);
  const tenant = await service.tenants.of(request);
  const { events, next } = await listUndelivered(service.database, tenant.id, query, request.deadline);
  const body = events.map((event) => ({ ...event, object: 'event' }));
  if (next === undefined) return { status: 200, body };
  const link = `<?${new URLSearchParams({ ...request.query, after: next })}>; rel="next"`;
  return { status: 200, body, headers: { link } };
}
