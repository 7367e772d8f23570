import type { Boleto } from '../boletos/boleto.js';
import { readIdempotencyKey } from '../boletos/idempotency.js';
import { sendSettled } from '../boletos/outbox.js';
import { createSchema, listSchema, updateSchema } from '../boletos/schema.js';
import { CANCELLABLE } from '../boletos/status.js';
import type { Answer } from '../http/answer.js';
import { boletoNotFound, conflict } from '../http/errors.js';
import type { Request } from '../http/request.js';
import { isBoletoId } from '../id.js';
import type { Service } from '../service.js';
import type { Tenant } from '../tenants/tenants.js';
import { text } from '../text.js';
import { createBoleto } from './create.js';
import { newBoleto } from './new-boleto.js';
import { presentBoleto } from './present-boleto.js';
import { createRules, todayInSaoPaulo } from './rules.js';
import { validate } from './validate.js';

/** POST /boletos */
export async function postBoleto(service: Service, request: Request): Promise<Answer> {
  const { deadline } = request;
  const tenant = await service.tenants.of(request);
  const given = request.json();
  const key = readIdempotencyKey(request.header('idempotency-key'), given);
  const configured = await withConfiguration(service, tenant, given, request);
  const body = validate(createSchema, configured, rulesFor(service, tenant));
  const boleto = newBoleto(body, {
    environment: service.settings.environment,
    tenantId: tenant.id,
    requestId: request.id,
    traceparent: request.traceparent,
  });
  const stored = await createBoleto(boleto, { ...service, titleId: body.title_id ?? null, key, deadline });
  return { status: 201, body: presentBoleto(stored) };
}

/**
 * Applies a configuration to the body. The one that `external_id` names replaces the body's issuer and its numbers, as
 * callers of the earlier service expect. Otherwise the tenant's `default` fills in what is missing.
 */
async function withConfiguration(
  { tenants }: Service,
  tenant: Tenant,
  body: Readonly<Record<string, unknown>>,
  { deadline }: Request,
): Promise<Record<string, unknown>> {
  const fieldsOf = async (externalId: string) => {
    const configuration = await tenants.findConfiguration(tenant.id, externalId, deadline);
    if (!configuration) return undefined;
    const { issuer, issuer_account, issuer_agency, issuer_wallet } = configuration;
    return { issuer, issuer_account, issuer_agency, issuer_wallet };
  };
  const { external_id } = body;
  const named =
    external_id && text.safeParse(external_id).success ? await fieldsOf(String(external_id)) : undefined;
  if (named) return { ...body, ...named };
  const fields = ['issuer', 'issuer_account', 'issuer_agency', 'issuer_wallet'];
  const isComplete = fields.every((field) => body[field] !== undefined);
  return isComplete ? { ...body } : { ...(await fieldsOf(DEFAULT_CONFIGURATION)), ...body };
}

const DEFAULT_CONFIGURATION = 'default';

function rulesFor({ clock, isAllowedQueue, providers }: Service, { allowed_queues }: Tenant) {
  return createRules({
    today: todayInSaoPaulo(clock.now()),
    isAllowedQueue: (url) => isAllowedQueue(url) && (allowed_queues?.includes(url) ?? true),
    canRegister: (issuer) => providers.find(issuer) !== undefined,
  });
}

/** GET /boletos */
export async function getBoletos(service: Service, request: Request): Promise<Answer> {
  const query = validate(listSchema, request.query);
  const tenant = await service.tenants.of(request);
  const { boletos, next } = await service.repository.list(tenant.id, query, request.deadline);
  const link = next && `<${nextPage(request.query, next)}>; rel="next"`;
  return { status: 200, body: boletos.map(presentBoleto), ...(link ? { headers: { link } } : {}) };
}

/** A relative URL, so that it is right behind any domain name and stage. */
function nextPage(query: Readonly<Record<string, string>>, cursor: string): string {
  const { page: _, ...filters } = query;
  return `?${new URLSearchParams({ ...filters, cursor })}`;
}

/** GET /boletos/{id} */
export async function getBoleto(service: Service, request: Request): Promise<Answer> {
  return { status: 200, body: presentBoleto(await requestedBoleto(service, request)) };
}

/**
 * Finds the boleto that the path names.
 *
 * @throws HttpError 404 if the tenant has no boleto with that id
 */
export async function requestedBoleto(service: Service, request: Request): Promise<Boleto> {
  const { resourceId, deadline } = request;
  const tenant = await service.tenants.of(request);
  const boleto = isBoletoId(resourceId)
    ? await service.repository.findOf(tenant.id, resourceId, deadline)
    : undefined;
  if (!boleto) throw boletoNotFound();
  return boleto;
}

/** PATCH /boletos/{id} */
export async function patchBoleto(service: Service, request: Request): Promise<Answer> {
  const { repository } = service;
  const { resourceId, deadline } = request;
  const tenant = await service.tenants.of(request);
  if (!isBoletoId(resourceId)) throw boletoNotFound();
  const changes = validate(updateSchema, request.json());
  const boleto = await repository.update(tenant.id, resourceId, changes, deadline);
  if (boleto) return { status: 200, body: presentBoleto(boleto) };
  const unchanged = await repository.findOf(tenant.id, resourceId, deadline);
  if (!unchanged) throw boletoNotFound();
  throw conflict('paid_amount', `a ${unchanged.status} boleto cannot be paid`);
}

/** POST /boletos/{id}/cancel. Cancelling a cancelled boleto again changes nothing. */
export async function cancelBoleto(service: Service, request: Request): Promise<Answer> {
  const { repository, outbox } = service;
  const { resourceId, deadline } = request;
  const tenant = await service.tenants.of(request);
  if (!isBoletoId(resourceId)) throw boletoNotFound();
  const cancelled = await repository.cancel(tenant.id, resourceId, deadline);
  if (cancelled) {
    await sendSettled(outbox, cancelled, deadline);
    return { status: 200, body: presentBoleto(cancelled.boleto) };
  }
  const unchanged = await repository.findOf(tenant.id, resourceId, deadline);
  if (!unchanged) throw boletoNotFound();
  if (unchanged.status === 'cancelled') return { status: 200, body: presentBoleto(unchanged) };
  if (unchanged.paid_amount > 0) throw conflict('paid_amount', 'a paid boleto cannot be cancelled');
  if (!CANCELLABLE.includes(unchanged.status)) {
    throw conflict('status', `a ${unchanged.status} boleto cannot be cancelled`);
  }
  throw conflict('status', 'the bank is being asked about this boleto: try again in a minute');
}
