import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';

const AGE = `
  SELECT COALESCE(extract(epoch FROM now() - min(created_at)), 0)::integer AS age FROM boletos
  WHERE register AND status IN ('issued', 'pending_registration')`;

/** Returns the age in seconds of the oldest boleto that is still to be registered, or 0 if there is none. */
export async function findPendingAge(database: Database, deadline: Deadline): Promise<number> {
  const [row] = await database.query<{ age: number }>(AGE, [], deadline);
  return row?.age ?? 0;
}
