import { type IdempotencyKey, type KeptAnswer, readIdempotencyKey } from '../boletos/idempotency.js';
import type { Answer } from '../http/answer.js';
import { conflict, HttpError } from '../http/errors.js';
import type { Request } from '../http/request.js';
import type { Service } from '../service.js';
import type { Tenant } from '../tenants/tenants.js';
import { presentLinked } from './present-boleto.js';

/**
 * Answers a request that may carry an Idempotency-Key. A request that comes again gets the first answer for thirty days,
 * whatever its body is worth by now: its due date may have passed. On the way of success no statement looks for the key,
 * because the one that writes finds it.
 *
 * @param respond writes, and keeps the answer of success under the key
 */
export async function oncePerKey(
  service: Pick<Service, 'repository' | 'payerLinks'>,
  request: Request,
  tenant: Tenant,
  body: unknown,
  respond: (key: IdempotencyKey | null) => Promise<Answer>,
): Promise<Answer> {
  const target = `${request.method} ${request.resource.replace('{id}', request.resourceId)}`;
  const key = readIdempotencyKey(request.header('idempotency-key'), target, body);
  try {
    return await respond(key);
  } catch (error) {
    const isRefusal = error instanceof HttpError || isKeyTaken(error);
    const kept =
      key && isRefusal ? await service.repository.findAnswer(tenant.id, key, request.deadline) : undefined;
    if (kept) return await replayed(service, kept, request);
    throw isKeyTaken(error)
      ? conflict('Idempotency-Key', 'came twice at the same time: send it again')
      : error;
  }
}

/** Whether two requests with the same key changed a boleto at the same time, and this one came second. */
function isKeyTaken(error: unknown): boolean {
  return error instanceof Error && (error as { constraint?: unknown }).constraint === 'idempotency_keys_pkey';
}

/** Makes the answer to a request that came before. */
export async function replayed(
  service: Pick<Service, 'payerLinks'>,
  { status, boleto }: KeptAnswer,
  { deadline }: Pick<Request, 'deadline'>,
): Promise<Answer> {
  const body = await presentLinked(service, boleto, deadline);
  return { status, body, headers: { 'idempotent-replayed': 'true' } };
}

/** Whether the answer to a request replaces the event: the tenant wants it so, and can have the answer again. */
export function isQuietFor({ notify }: Tenant, key: IdempotencyKey | null): boolean {
  return notify === 'later' && key !== null;
}
