import * as z from 'zod/mini';

/** What a text column of the earlier service held. */
const TEXT_LENGTH = 255;

/** PostgreSQL stores no NUL character, and half a surrogate pair is not text. */
export const storable = z.refine<string>(
  (text) => !/[\0\p{Surrogate}]/u.test(text),
  'must not contain NUL or half a character',
);

/** A name or a reference that a caller gives: up to 255 characters. */
export const text = z.string().check(z.maxLength(TEXT_LENGTH), storable);
/** The same, but not empty. */
export const requiredText = z.string().check(z.minLength(1), z.maxLength(TEXT_LENGTH), storable);
