import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';

/** Each boleto that is to be registered has a reminder. The first reminder is that of the oldest boleto. */
const AGE = `
  SELECT extract(epoch FROM now() - boletos.created_at)::integer AS age
  FROM outbox JOIN boletos ON boletos.id = boleto_id WHERE kind = 'registration' ORDER BY outbox.id LIMIT 1`;

/** Returns the age in seconds of the oldest boleto that is still to be registered, or 0 if there is none. */
export async function findPendingAge(database: Database, deadline: Deadline): Promise<number> {
  const [row] = await database.query<{ age: number }>(AGE, [], deadline);
  return row?.age ?? 0;
}
