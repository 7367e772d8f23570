import type { OwnedWallet, WalletBeneficiary, WalletName } from '../../administration/index.js';
import { plainDocument } from '../../boleto/index.js';
import { SuperbowletoError } from '../../errors.js';
import type { Issuer } from '../issuers/issuers.js';
import { type WalletFields, walletKey } from '../issuers/wallet.js';
import { BENEFICIARY } from '../tenants/beneficiary.js';
import type { CommandContext, CommandsOf } from './commands.js';
import { findTenant } from './tenants.js';
import { WALLET, WALLET_ORDER, withUse } from './wallet-rows.js';

const NAMED = '(title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet) = ($1, $2, $3, $4)';

/** Of one tenant, also the wallets that it used and that are another's. `$1` null: all wallets. */
const LIST = `
  SELECT title_ids.tenant_id AS tenant, ${WALLET} AS wallet FROM title_ids
  WHERE $1::text IS NULL OR title_ids.tenant_id = $1 OR EXISTS (
    SELECT FROM wallet_conflicts used WHERE used.tenant_id = $1 AND (used.issuer, used.agency, used.account, used.wallet) =
      (title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet)
  )
  ORDER BY ${WALLET_ORDER}`;

/** SQL of a column's value in the JSON `given`, of what the command gives. */
const valueIn = (given: string, column: (typeof BENEFICIARY)[number]) =>
  column === 'beneficiary_address'
    ? `NULLIF(${given} -> '${column}', 'null')::json`
    : `${given} ->> '${column}'`;

/** SQL that sets the columns of `given`, and leaves the others. */
const setGiven = (given: string) =>
  BENEFICIARY.map(
    (column) =>
      `${column} = CASE WHEN ${given} ? '${column}' THEN ${valueIn(given, column)} ELSE title_ids.${column} END`,
  ).join(', ');

/**
 * Gives a wallet to a tenant, unless another tenant has it or `$6`, the last number that was used elsewhere, lies behind.
 * It decides the wallet's conflicts.
 */
const ADD = `
  WITH granted AS (
    INSERT INTO title_ids (issuer, agency, account, wallet, last, tenant_id, ${BENEFICIARY.join(', ')})
    SELECT $1, $2, $3, $4, COALESCE($6::bigint, 0), id, ${BENEFICIARY.map((column) => valueIn('$7::jsonb', column)).join(', ')}
    FROM tenants WHERE id = $5
    ON CONFLICT (issuer, agency, account, wallet) DO UPDATE
      SET tenant_id = excluded.tenant_id, last = GREATEST(title_ids.last, excluded.last), ${setGiven('$7::jsonb')}
      WHERE (title_ids.tenant_id IS NULL OR title_ids.tenant_id = excluded.tenant_id)
        AND ($6::bigint IS NULL OR title_ids.last <= $6)
    RETURNING tenant_id
  ), decided AS (
    DELETE FROM wallet_conflicts AS title_ids WHERE ${NAMED} AND EXISTS (SELECT FROM granted)
  )
  SELECT tenant_id FROM granted`;

const FIND = `SELECT tenant_id, last FROM title_ids WHERE ${NAMED}`;
const UPDATE = `
  UPDATE title_ids SET ${setGiven('$6::jsonb')} WHERE ${NAMED} AND tenant_id = $5 RETURNING tenant_id`;
/** Keeps the sequence: whoever gets the wallet next goes on with its numbers, but not in the name of this one. */
const REMOVE = `
  UPDATE title_ids SET tenant_id = NULL, ${BENEFICIARY.map((column) => `${column} = NULL`).join(', ')}
  WHERE ${NAMED} AND tenant_id = $5 RETURNING tenant_id`;

export const walletCommands: CommandsOf<'wallet.list' | 'wallet.add' | 'wallet.update' | 'wallet.remove'> = {
  async 'wallet.list'({ tenant = null }, context) {
    if (tenant !== null) await findTenant(tenant, context);
    const rows = await query<{ tenant: string | null; wallet: OwnedWallet }>(LIST, [tenant], context);
    return { wallets: rows.map(({ tenant, wallet }) => withUse({ ...wallet, tenant })) };
  },
  async 'wallet.add'({ tenant, next_title_id, ...name }, context) {
    const last = next_title_id === undefined ? null : next_title_id - 1;
    const values = [...walletKey(fieldsOf(name)), tenant, last, givenIn(name)];
    const [granted] = await query(ADD, values, context);
    const found = await findTenant(tenant, context);
    if (granted) return { tenant: found };
    throw await whyNotAdded(tenant, name, context);
  },
  async 'wallet.update'({ tenant, ...name }, context) {
    const values = [...walletKey(fieldsOf(name)), tenant, givenIn(name)];
    const [updated] = await query(UPDATE, values, context);
    const found = await findTenant(tenant, context);
    if (updated) return { tenant: found };
    throw notOneOf(tenant, name);
  },
  async 'wallet.remove'({ tenant, ...name }, context) {
    const [removed] = await query(REMOVE, [...walletKey(fieldsOf(name)), tenant], context);
    const found = await findTenant(tenant, context);
    if (removed) return { tenant: found };
    throw notOneOf(tenant, name);
  },
};

function notOneOf(tenant: string, name: WalletName): SuperbowletoError {
  return new SuperbowletoError(
    'NO_SUCH_WALLET',
    `${describeWallet(name)} is not one of tenant "${tenant}". See its wallets: sbw tenant list-wallets ${tenant}`,
  );
}

/** Returns what a request says of its wallet, as JSON: the columns that it names, the document without punctuation. */
function givenIn(request: Partial<WalletBeneficiary>): string {
  const given = BENEFICIARY.filter((column) => request[column] !== undefined).map((column) => [
    column,
    request[column],
  ]);
  const { beneficiary_document_number: document } = request;
  return JSON.stringify({
    ...Object.fromEntries(given),
    ...(document ? { beneficiary_document_number: plainDocument(document) } : {}),
  });
}

/** Makes the error for a tenant that uses a wallet which it does not have. */
export function walletNotOwned(tenant: string, name: WalletName): SuperbowletoError {
  return new SuperbowletoError(
    'WALLET_NOT_OWNED',
    `${describeWallet(name)} is not one of tenant "${tenant}". Grant it first: sbw tenant add-wallet ${tenant} ${flagsOf(name)}`,
  );
}

async function whyNotAdded(
  tenant: string,
  name: WalletName,
  context: CommandContext,
): Promise<SuperbowletoError> {
  const values = walletKey(fieldsOf(name));
  const [row] = await query<{ tenant_id: string | null; last: number }>(FIND, values, context);
  const { tenant_id: owner = null, last = 0 } = row ?? {};
  if (owner !== null && owner !== tenant) {
    return new SuperbowletoError(
      'WALLET_TAKEN',
      `${describeWallet(name)} belongs to tenant "${owner}". Take it from there first: sbw tenant remove-wallet ${owner} ${flagsOf(name)}`,
    );
  }
  return new SuperbowletoError(
    'TITLE_ID_USED',
    `${describeWallet(name)} has used its numbers up to ${last}, and a bank refuses a number that comes twice. Give --next-title-id ${last + 1} or more, or leave it out.`,
  );
}

function describeWallet({ issuer, issuer_agency, issuer_account, issuer_wallet }: WalletName): string {
  return `Wallet ${issuer_wallet} of ${issuer}, agency ${issuer_agency}, account ${issuer_account},`;
}

/** Returns the flags of `sbw tenant add-wallet` that name a wallet. */
function flagsOf({ issuer, issuer_agency, issuer_account, issuer_wallet }: WalletName): string {
  return `--issuer ${issuer} --agency ${issuer_agency} --account ${issuer_account} --wallet ${issuer_wallet}`;
}

/** The command's schema has checked the issuer. */
function fieldsOf(name: WalletName): WalletFields {
  return { ...name, issuer: name.issuer as Issuer };
}

async function query<Row extends Record<string, unknown>>(
  statement: string,
  values: readonly unknown[],
  { service, deadline }: CommandContext,
): Promise<Row[]> {
  return await service.database.query<Row>(statement, values, deadline);
}
