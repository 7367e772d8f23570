import { z } from 'zod';

/** A name of the project's own, as AWS takes it everywhere. */
export const name = (what: string) =>
  z.string().regex(/^[a-z][a-z0-9-]*$/, `must be ${what} of lower-case letters, digits and hyphens`);
