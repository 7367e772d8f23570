import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import {
  type AdministrationAnswers,
  type AdministrationCommand,
  type AdministrationRequests,
  administer,
  type TenantRecord,
  type WalletName,
} from '../../administration/index.js';
import { SuperbowletoError } from '../../errors.js';
import type { ProvisionedApi, ProvisionedKey } from '../../local/index.js';
import { administerFunction, type Connection, type Environment, type Project } from '../../project/index.js';

/** The URL of each tenant's queue, in place of the one that a boleto's owner would have. */
export interface OwnerQueues {
  readonly first: string;
  readonly second: string;
}

/** Issuers of the stage's wallets. */
const ISSUERS = ['development', 'bradesco'];
/** The wallet was moved to another tenant, or the deployed ref is older than wallets are. */
const TOLERATED: readonly string[] = ['WALLET_TAKEN', 'UNKNOWN_COMMAND'];

interface StageOptions {
  readonly project: Project;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** Creates the queue of each tenant. */
export async function createOwnerQueues({ name }: Environment, { sqs }: Connection): Promise<OwnerQueues> {
  const create = async (queue: string) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-${queue}` }));
    return QueueUrl;
  };
  const [first, second] = await Promise.all([create('example-owner'), create('example-two-owner')]);
  return { first, second };
}

/** Gives each of the stage's two tenants an API key, a queue and wallets of its own. What they have already stays. */
export async function makeTenants(
  { project, environment, signal }: StageOptions,
  api: ProvisionedApi,
  queues: OwnerQueues,
  { lambda }: Connection,
): Promise<void> {
  const target = { lambda, ...administerFunction(project, environment), signal };
  const ask: Ask = (command, request) => administer(target, command, request);
  const first = { ...api, queue: queues.first, account: '9721' };
  const second = { ...api.second, queue: queues.second, account: '9722' };
  const { tenants: before } = await ask('tenant.list', {});
  if (!before.some(({ id }) => id === second.tenant)) {
    await ask('tenant.create', { tenant: second.tenant, allowed_queues: [second.queue] });
  }
  const { tenants } = await ask('tenant.list', {});
  for (const one of [first, second]) await complete(ask, tenants, one);
}

type Ask = <Command extends AdministrationCommand>(
  command: Command,
  request: AdministrationRequests[Command],
) => Promise<AdministrationAnswers[Command]>;

interface StageTenant extends ProvisionedKey {
  readonly queue: string;
  /** The bank account of its wallets. */
  readonly account: string;
}

async function complete(
  ask: Ask,
  tenants: readonly TenantRecord[],
  { tenant, keyId, queue, account }: StageTenant,
): Promise<void> {
  // A person may have given the key to another tenant.
  if (!tenants.some(({ api_key_ids }) => api_key_ids.includes(keyId))) {
    await ask('tenant.add-key', { tenant, api_key_id: keyId });
  }
  const queues = tenants.find(({ id }) => id === tenant)?.allowed_queues;
  if (queues && !queues.includes(queue)) {
    await ask('tenant.update', { tenant, allowed_queues: [...queues, queue] });
  }
  for (const issuer of ISSUERS) await grant(ask, tenant, walletOf(issuer, account));
}

async function grant(ask: Ask, tenant: string, wallet: WalletName): Promise<void> {
  try {
    await ask('wallet.add', { tenant, ...wallet });
  } catch (error) {
    if (!(error instanceof SuperbowletoError && TOLERATED.includes(error.code))) throw error;
  }
}

function walletOf(issuer: string, account: string): WalletName {
  return { issuer, issuer_agency: '3381', issuer_account: account, issuer_wallet: '26' };
}
