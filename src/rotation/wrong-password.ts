/**
 * PostgreSQL's SQLSTATE for a wrong password: invalid_password.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const WRONG_PASSWORD = '28P01';
