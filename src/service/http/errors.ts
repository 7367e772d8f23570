export const ERROR_TYPES = [
  'invalid_parameter',
  'authorization',
  'not_found',
  'method_not_allowed',
  'conflict',
  'title_ids_exhausted',
  'idempotency_key_reused',
  'internal',
] as const;

/** One error in an answer. */
export interface ApiError {
  readonly type: (typeof ERROR_TYPES)[number];
  readonly message: string;
  /** Dotted path of the field; null if the error concerns no field. */
  readonly field: string | null;
}

/** Thrown to end a request with an HTTP status and the errors that explain it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly errors: readonly ApiError[];

  constructor(status: number, errors: readonly ApiError[]) {
    super(`HTTP ${status}`);
    this.status = status;
    this.errors = errors;
  }
}

export function invalidParameters(errors: readonly { field: string | null; message: string }[]): HttpError {
  return new HttpError(
    400,
    errors.map(({ field, message }) => ({ type: 'invalid_parameter', message, field })),
  );
}

export function boletoNotFound(): HttpError {
  return new HttpError(404, [{ type: 'not_found', message: 'Boleto not found', field: null }]);
}

/** @example methodNotAllowed('PUT', '/boletos/{id}') // "PUT method is not allowed for boleto resource" */
export function methodNotAllowed(method: string, path: string): HttpError {
  const resource = path.split('/')[1]?.replace(/s$/, '');
  const message = `${method} method is not allowed for ${resource} resource`;
  return new HttpError(405, [{ type: 'method_not_allowed', message, field: null }]);
}

export function resourceNotFound(): HttpError {
  return new HttpError(404, [{ type: 'not_found', message: 'There is no such resource', field: null }]);
}

export function conflict(field: string, message: string): HttpError {
  return new HttpError(409, [{ type: 'conflict', message, field }]);
}

/** Makes the error for a wallet whose numbers are used up. */
export function titleIdsExhausted(issuer: string): HttpError {
  const message = `TITLE_IDS_EXHAUSTED: this wallet of ${issuer} has no title id left; issue on another wallet`;
  return new HttpError(409, [{ type: 'title_ids_exhausted', message, field: 'title_id' }]);
}

/** Makes an error without a message. The cause is in the log, under the request's id. */
export function internalError(): HttpError {
  return new HttpError(500, [{ type: 'internal', message: '', field: null }]);
}
