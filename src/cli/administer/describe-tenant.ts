import type {
  OwnedWallet,
  RestrictedTenant,
  TenantConfiguration,
  TenantRecord,
  WalletConflict,
  WalletRecord,
} from '../../administration/index.js';
import { table } from '../../report.js';

const ANY_QUEUE = 'any of the account and region, while it is the only tenant';
const NO_QUEUE = 'none: its boletos can name no queue';
const NO_WALLET = 'none: it can issue nothing';

/** Returns a tenant as `sbw tenant show` prints it. */
export function describeTenant(tenant: TenantRecord): string {
  const { id, allowed_queues, notify, payer_retention_days, wallets, api_key_ids, created_at } =
    complete(tenant);
  return table([
    ['tenant', id],
    ...labelled('queues', listOr(allowed_queues ?? [ANY_QUEUE], NO_QUEUE)),
    ['notify', notify === 'later' ? 'later: nothing that the answer to a request with a key says' : 'always'],
    ...labelled(
      'payers',
      payer_retention_days > 0
        ? [`their data stays for ${payer_retention_days} days after the due date`]
        : [],
    ),
    ...labelled('wallets', listOr(wallets.flatMap(describeWallet), NO_WALLET)),
    ...labelled('API keys', listOr(api_key_ids, 'none: nobody can call as this tenant')),
    ['created', created_at],
  ]);
}

/** Returns a line for each tenant: its id, its API keys, its queues and its wallets. */
export function describeTenants(tenants: readonly TenantRecord[]): string {
  return table([
    ['TENANT', 'API KEYS', 'NOTIFY', 'QUEUES', 'WALLETS'],
    ...tenants
      .map(complete)
      .map(({ id, api_key_ids, allowed_queues, notify, wallets }) => [
        id,
        api_key_ids.join(' ') || 'none',
        notify,
        allowed_queues === null ? 'any' : allowed_queues.join(' ') || 'none',
        wallets.map(nameOf).join(' ') || 'none',
      ]),
  ]);
}

/** Returns a line for each wallet: its owner, how much of its numbers is used, and who else has used it. */
export function describeWallets(wallets: readonly OwnedWallet[]): string {
  if (wallets.length === 0) return 'None yet. Grant one: sbw tenant add-wallet';
  return table([
    ['TENANT', 'BANK', 'AGENCY', 'ACCOUNT', 'WALLET', 'LAST TITLE ID', 'USED', 'BENEFICIARY', 'ALSO USED BY'],
    ...wallets.map((one) => [
      one.tenant ?? 'none',
      one.bank,
      one.issuer_agency,
      one.issuer_account,
      one.issuer_wallet,
      String(one.last_title_id),
      `${one.used_percent} %`,
      describeBeneficiary(one) ?? '-',
      one.conflicts.map(describeConflict).join(', ') || '-',
    ]),
  ]);
}

/** Returns what a new tenant changes for the one that was the only one. */
export function describeRestricted({ tenant, allowed_queues }: RestrictedTenant): string {
  const queues =
    allowed_queues.length === 0 ? ' none.' : `:\n${allowed_queues.map((url) => `  ${url}`).join('\n')}`;
  return `Tenant ${tenant} is no longer the only one. From now on it may name the queues that its boletos have named${queues}\nTo change that: sbw tenant update ${tenant} --allow-queue URL`;
}

/** Adds what a function of a release before wallets leaves out of its answer. */
function complete(tenant: TenantRecord): TenantRecord {
  return { ...{ notify: 'always', payer_retention_days: 0, wallets: [] }, ...tenant };
}

function nameOf({ bank, issuer_agency, issuer_account, issuer_wallet }: WalletRecord): string {
  return [bank, issuer_agency, issuer_account, issuer_wallet].join('/');
}

function describeWallet(wallet: WalletRecord): string[] {
  const { last_title_id, used_percent, conflicts } = wallet;
  const beneficiary = describeBeneficiary(wallet);
  const also = conflicts.map((conflict) => `  also used by ${describeConflict(conflict)}`);
  return [
    `${nameOf(wallet)}, last title id ${last_title_id}, ${used_percent} % used`,
    ...(beneficiary ? [`  ${beneficiary}`] : []),
    ...also,
  ];
}

/** Returns whose account a wallet is; undefined if nobody has said it. A function of a release before says nothing. */
function describeBeneficiary(wallet: Partial<WalletRecord>): string | undefined {
  const { beneficiary_name, beneficiary_document_number, beneficiary_address } = wallet;
  const { agency_digit, account_digit, bank_account } = wallet;
  const parts = [
    beneficiary_name,
    beneficiary_document_number,
    beneficiary_name && !beneficiary_address && 'without address',
    bank_account && `account ${bank_account}`,
    agency_digit && `agency digit ${agency_digit}`,
    account_digit && `account digit ${account_digit}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function describeConflict({ tenant, boletos }: WalletConflict): string {
  return `${tenant} (${boletos} boletos)`;
}

function listOr(lines: readonly string[], none: string): readonly string[] {
  return lines.length > 0 ? lines : [none];
}

export function describeConfigurations(configurations: readonly TenantConfiguration[]): string {
  if (configurations.length === 0) return 'None yet. Make one: sbw tenant configuration put';
  return table([
    ['EXTERNAL ID', 'ISSUER', 'AGENCY', 'ACCOUNT', 'WALLET'],
    ...configurations.map((one) => [
      one.external_id,
      one.issuer,
      one.issuer_agency,
      one.issuer_account,
      one.issuer_wallet,
    ]),
  ]);
}

function labelled(label: string, lines: readonly string[]): string[][] {
  return lines.map((line, index) => [index === 0 ? label : '', line]);
}
