import type { Answer } from '../http/answer.js';
import { HttpError, invalidParameters } from '../http/errors.js';
import type { Request } from '../http/request.js';
import { fieldErrorsOf } from '../issuers/codes.js';
import { isIssuer } from '../issuers/issuers.js';
import type { Service } from '../service.js';
import { configurationChangesSchema, newConfigurationSchema } from '../tenants/schema.js';
import type { Configuration } from '../tenants/tenants.js';
import { text } from '../text.js';
import { walletErrors } from './configured.js';
import { validate } from './validate.js';

/** POST /configurations */
export async function postConfiguration(service: Service, request: Request): Promise<Answer> {
  const { deadline, json } = request;
  const tenant = await service.tenants.of(request);
  const given = json();
  const notOwn = await walletErrors(service, tenant, given, request);
  const body = validate(newConfigurationSchema, given, [issuerRule, () => notOwn]);
  const stored = await service.configurations.insert(tenant.id, body, deadline);
  if (stored) return { status: 201, body: presentConfiguration(stored) };
  throw invalidParameters([
    { field: 'external_id', message: '"external_id" is taken by another configuration' },
  ]);
}

/** GET /configurations/{id}, where `id` is the external id, as in the earlier service. */
export async function getConfiguration(service: Service, request: Request): Promise<Answer> {
  const tenant = await service.tenants.of(request);
  const { resourceId, deadline } = request;
  const found = text.safeParse(resourceId).success
    ? await service.configurations.findOf(tenant.id, resourceId, deadline)
    : undefined;
  if (!found) throw configurationNotFound();
  return { status: 200, body: presentConfiguration(found) };
}

/** PATCH /configurations/{id}, where `id` is the service's own. */
export async function patchConfiguration(service: Service, request: Request): Promise<Answer> {
  const { deadline, json, resourceId } = request;
  const tenant = await service.tenants.of(request);
  const existing = text.safeParse(resourceId).success
    ? await service.configurations.findById(tenant.id, resourceId, deadline)
    : undefined;
  if (!existing) throw configurationNotFound();
  const given = json();
  // The changed fields must fit the unchanged ones.
  const changed = { ...existing, ...given };
  const notOwn = await walletErrors(service, tenant, changed, request);
  const changes = validate(configurationChangesSchema, given, [() => issuerRule(changed), () => notOwn]);
  const updated = await service.configurations.update(tenant.id, resourceId, changes, deadline);
  if (!updated) throw configurationNotFound();
  return { status: 200, body: presentConfiguration(updated) };
}

/** Checks the issuer's fields by the rules of its bank. The schema reports an unknown issuer. */
export function issuerRule(body: Readonly<Record<string, unknown>>) {
  return typeof body.issuer === 'string' && isIssuer(body.issuer) ? fieldErrorsOf(body.issuer, body) : [];
}

function presentConfiguration(configuration: Configuration): Record<string, unknown> {
  const { id, external_id, issuer_account, issuer_agency, issuer_wallet, issuer, created_at, updated_at } =
    configuration;
  return {
    id,
    external_id,
    issuer_account,
    issuer_agency,
    issuer_wallet,
    issuer,
    created_at,
    updated_at,
    object: 'configuration',
  };
}

function configurationNotFound(): HttpError {
  return new HttpError(404, [{ type: 'not_found', message: 'Configuration not found', field: null }]);
}
