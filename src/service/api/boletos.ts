import type { Boleto } from '../boletos/boleto.js';
import type { Actor } from '../boletos/changes.js';
import { sendSettled } from '../boletos/outbox.js';
import type { Payment } from '../boletos/pay.js';
import { createSchema, listSchema, updateSchema } from '../boletos/schema.js';
import { changesInOneSpelling, inOneSpelling } from '../boletos/spellings.js';
import { CANCELLABLE, PAYABLE } from '../boletos/status.js';
import type { Answer } from '../http/answer.js';
import { boletoNotFound, conflict } from '../http/errors.js';
import type { Request } from '../http/request.js';
import { isBoletoId } from '../id.js';
import { log } from '../log.js';
import { saoPauloDate } from '../sao-paulo.js';
import type { Service } from '../service.js';
import type { Tenant } from '../tenants/tenants.js';
import { withBeneficiary } from './beneficiary.js';
import { namedWallet, withConfiguration } from './configured.js';
import { createBoleto } from './create.js';
import { newBoleto } from './new-boleto.js';
import { isQuietFor, oncePerKey, replayed } from './once-per-key.js';
import { presentLinked } from './present-boleto.js';
import { createRules } from './rules.js';
import { verifyDrawable } from './slip-rules.js';
import { validate } from './validate.js';
import { withWalletOfRules } from './wallet-of-rules.js';

/** POST /boletos */
export async function postBoleto(service: Service, request: Request): Promise<Answer> {
  await service.tenants.of(request);
  const given = request.json();
  const tenant = await tenantNaming(given.queue_url, service, request);
  return await oncePerKey(service, request, tenant, given, async (key) => {
    const configured = await withConfiguration(service, tenant, inOneSpelling(given), request);
    const ruled = withWalletOfRules(configured.body);
    const { wallet, errors } = await namedWallet(service, tenant, ruled.body, request);
    const body = validate(createSchema, withBeneficiary(ruled.body, wallet), [
      ...rulesFor(service, tenant),
      () => [...errors.map(ruled.explained), ...configured.errors, ...ruled.errors],
    ]);
    const boleto = newBoleto(body, {
      environment: service.settings.environment,
      tenantId: tenant.id,
      requestId: request.id,
      traceparent: request.traceparent,
    });
    verifyDrawable(boleto, service.clock.now());
    const isQuiet = isQuietFor(tenant, key);
    const { deadline, ids } = request;
    const titleId = body.title_id ?? null;
    const created = await createBoleto(boleto, { ...service, titleId, key, isQuiet, deadline, ids });
    return 'kept' in created
      ? await replayed(service, created.kept, request)
      : { status: 201, body: await presentLinked(service, created.boleto, request.deadline) };
  });
}

/**
 * Returns the tenant, read anew if it was cached before an operator allowed it the queue that the body names.
 *
 * @throws HttpError 403
 */
async function tenantNaming(
  queueUrl: unknown,
  { tenants, isAllowedQueue }: Service,
  request: Request,
): Promise<Tenant> {
  return await tenants.of(
    request,
    (tenant) => typeof queueUrl !== 'string' || isAllowedQueue(queueUrl, tenant),
  );
}

function rulesFor({ clock, isAllowedQueue, providers }: Service, tenant: Tenant) {
  return createRules({
    today: saoPauloDate(clock.now()),
    isAllowedQueue: (url) => isAllowedQueue(url, tenant),
    canRegister: (issuer) => providers.find(issuer) !== undefined,
  });
}

/** GET /boletos */
export async function getBoletos(service: Service, request: Request): Promise<Answer> {
  const query = validate(listSchema, request.query);
  const tenant = await service.tenants.of(request);
  const { boletos, next } = await service.repository.list(tenant.id, query, request.deadline);
  const link = next && `<${nextPage(request.query, next)}>; rel="next"`;
  const body = await Promise.all(boletos.map((boleto) => presentLinked(service, boleto, request.deadline)));
  return { status: 200, body, ...(link ? { headers: { link } } : {}) };
}

/** A relative URL, so that it is right behind any domain name and stage. */
function nextPage(query: Readonly<Record<string, string>>, cursor: string): string {
  const { page: _, ...filters } = query;
  return `?${new URLSearchParams({ ...filters, cursor })}`;
}

/** GET /boletos/{id} */
export async function getBoleto(service: Service, request: Request): Promise<Answer> {
  return {
    status: 200,
    body: await presentLinked(service, await requestedBoleto(service, request), request.deadline),
  };
}

/**
 * Finds the boleto that the path names.
 *
 * @throws HttpError 404 if the tenant has no boleto with that id
 */
export async function requestedBoleto(service: Service, request: Request): Promise<Boleto> {
  const tenant = await service.tenants.of(request);
  const boleto = await service.repository.findOf(tenant.id, boletoIdOf(request), request.deadline);
  if (!boleto) throw boletoNotFound();
  return boleto;
}

/** PATCH /boletos/{id} */
export async function patchBoleto(service: Service, request: Request): Promise<Answer> {
  const { repository } = service;
  const { deadline } = request;
  const tenant = await service.tenants.of(request);
  const target = { tenantId: tenant.id, id: boletoIdOf(request) };
  const given = request.optionalJson();
  return await oncePerKey(service, request, tenant, given, async (key) => {
    const changes = validate(updateSchema, changesInOneSpelling(given));
    const payment = await repository.update(target, changes, { key, actor: actorOf(request) }, deadline);
    if (payment) {
      logPayment(payment, request);
      return { status: 200, body: await presentLinked(service, payment.boleto, request.deadline) };
    }
    const unchanged = await repository.findOf(target.tenantId, target.id, deadline);
    if (!unchanged) throw boletoNotFound();
    const { status, paid_amount } = unchanged;
    throw PAYABLE.includes(status)
      ? conflict('paid_amount', `a payment of ${paid_amount} is recorded: send 0 first to take it back`)
      : conflict('paid_amount', `a ${status} boleto cannot be paid`);
  });
}

function logPayment({ boleto, paidBefore }: Payment, request: Request): void {
  const { id, tenant_id, paid_amount, amount } = boleto;
  if (paid_amount === paidBefore) return;
  log('boleto-paid', {
    boleto_id: id,
    tenant_id,
    ...request.ids,
    amount,
    paid_before: paidBefore,
    paid_amount,
  });
}

/** POST /boletos/{id}/cancel. Cancelling a cancelled boleto again changes nothing. */
export async function cancelBoleto(service: Service, request: Request): Promise<Answer> {
  const { repository, outbox } = service;
  const { deadline } = request;
  const tenant = await service.tenants.of(request);
  const target = { tenantId: tenant.id, id: boletoIdOf(request) };
  return await oncePerKey(service, request, tenant, null, async (key) => {
    const asked = { key, isQuiet: isQuietFor(tenant, key), actor: actorOf(request) };
    const cancelled = await repository.cancel(target, asked, deadline);
    if (cancelled) {
      const { id, tenant_id, amount } = cancelled.boleto;
      log('boleto-cancelled', { boleto_id: id, tenant_id, ...request.ids, amount });
      await sendSettled(outbox, cancelled, deadline, request.ids);
      return { status: 200, body: await presentLinked(service, cancelled.boleto, request.deadline) };
    }
    const unchanged = await repository.findOf(target.tenantId, target.id, deadline);
    if (!unchanged) throw boletoNotFound();
    if (unchanged.status === 'cancelled') {
      const kept = key && (await repository.findAnswer(tenant.id, key, deadline));
      return kept
        ? await replayed(service, kept, request)
        : { status: 200, body: await presentLinked(service, unchanged, request.deadline) };
    }
    if (unchanged.paid_amount > 0) throw conflict('paid_amount', 'a paid boleto cannot be cancelled');
    if (!CANCELLABLE.includes(unchanged.status)) {
      throw conflict('status', `a ${unchanged.status} boleto cannot be cancelled`);
    }
    throw conflict('status', 'the bank is being asked about this boleto: try again in a minute');
  });
}

/** @throws HttpError 404 */
function boletoIdOf({ resourceId }: Request): string {
  if (isBoletoId(resourceId)) return resourceId;
  throw boletoNotFound();
}

function actorOf({ apiKeyId, id }: Request): Actor {
  return { apiKeyId: apiKeyId ?? null, requestId: id };
}
