import { z } from 'zod';

/** The schema of a name that the project chooses. Every AWS service accepts such a name. */
export const name = (what: string) =>
  z.string().regex(/^[a-z][a-z0-9-]*$/, `must be ${what} of lower-case letters, digits and hyphens`);
