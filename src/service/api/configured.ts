import type { WalletBeneficiary } from '../../administration/index.js';
import type { Request } from '../http/request.js';
import { walletIn } from '../issuers/codes.js';
import type { Service } from '../service.js';
import type { Tenant } from '../tenants/tenants.js';
import { text } from '../text.js';
import { NOT_OWN_WALLET } from './rules.js';
import type { FieldError } from './validate.js';

type Body = Readonly<Record<string, unknown>>;

/** What a configuration fills in: all of it or nothing, because a wallet of one bank means nothing at another. */
const FIELDS = ['issuer', 'issuer_agency', 'issuer_account', 'issuer_wallet'] as const;

/** The configuration that fills in what a body lacks. */
const DEFAULT_CONFIGURATION = 'default';

/** A body with a configuration's fields. */
export interface Configured {
  readonly body: Body;
  /** Errors of a body that names a part of another wallet than the default one. */
  readonly errors: readonly FieldError[];
}

/**
 * Applies a configuration to the body of POST /boletos. The one that `external_id` names replaces the body's issuer and
 * its wallet, as callers of the earlier service expect. Otherwise the tenant's `default` fills in what is missing, if
 * nothing that the body names differs from it.
 */
export async function withConfiguration(
  { tenants }: Pick<Service, 'tenants'>,
  tenant: Tenant,
  body: Body,
  { deadline }: Request,
): Promise<Configured> {
  const fieldsOf = async (externalId: string) => {
    const configuration = await tenants.findConfiguration(tenant.id, externalId, deadline);
    if (!configuration) return undefined;
    const { issuer, issuer_agency, issuer_account, issuer_wallet } = configuration;
    return { issuer, issuer_agency, issuer_account, issuer_wallet };
  };
  const { external_id } = body;
  const named =
    external_id && text.safeParse(external_id).success ? await fieldsOf(String(external_id)) : undefined;
  if (named) return { body: { ...body, ...named }, errors: [] };
  const missing = FIELDS.filter((field) => !isGiven(body[field]));
  const standard = missing.length === 0 ? undefined : await fieldsOf(DEFAULT_CONFIGURATION);
  if (!standard) return { body: { ...body }, errors: [] };
  const others = FIELDS.filter((field) => isGiven(body[field]) && !isSame(body[field], standard[field]));
  if (others.length === 0) return { body: { ...body, ...standard }, errors: [] };
  const message = `differs from the configuration "default", so that ${missing.join(', ')} must be given too`;
  return { body: { ...body }, errors: others.map((field) => ({ field, message })) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Leading zeros make no difference to a bank. */
function isSame(given: unknown, configured: string): boolean {
  return typeof given === 'string' && withoutZeros(given) === withoutZeros(configured);
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=[0-9])/, '');
}

/**
 * Finds the wallet which the fields name.
 *
 * @returns `errors` if it is not the tenant's. Fields that name none which the issuer's bank accepts give neither a
 *   wallet nor an error: other rules report them
 */
export async function namedWallet(
  { wallets }: Pick<Service, 'wallets'>,
  tenant: Pick<Tenant, 'id'>,
  fields: Body,
  { deadline }: Pick<Request, 'deadline'>,
): Promise<{ readonly wallet?: WalletBeneficiary; readonly errors: readonly FieldError[] }> {
  const named = walletIn(fields);
  if (!named) return { errors: [] };
  const wallet = await wallets.findOwn(tenant.id, named, deadline);
  return wallet ? { wallet, errors: [] } : { errors: [NOT_OWN_WALLET] };
}

/** Checks that the wallet which the fields name is the tenant's. */
export async function walletErrors(
  service: Pick<Service, 'wallets'>,
  tenant: Pick<Tenant, 'id'>,
  fields: Body,
  request: Pick<Request, 'deadline'>,
): Promise<readonly FieldError[]> {
  return (await namedWallet(service, tenant, fields, request)).errors;
}
