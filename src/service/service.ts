import { type Clock, systemClock } from '../clock.js';
import { createOutbox, type Outbox } from './boletos/outbox.js';
import { createQueueUrlCheck, type QueueUrlCheck } from './boletos/queue-url.js';
import { type BoletoRepository, createBoletoRepository } from './boletos/repository.js';
import { createDatabase, type Database } from './database/connection.js';
import { openSecrets } from './database/secrets.js';
import { createPageKeys } from './payer-page/keys.js';
import { createPayerLinks, type PayerLinks } from './payer-page/links.js';
import { createProviders, type Providers } from './registration/providers.js';
import { createQueues, type Queues } from './registration/queue.js';
import { createSlowBanks, type SlowBanks } from './registration/slow-banks.js';
import { readSettings, type Settings } from './settings.js';
import { type ConfigurationRepository, createConfigurationRepository } from './tenants/configurations.js';
import { createTenants, type Tenants } from './tenants/tenants.js';
import { createWallets, type Wallets } from './tenants/wallets.js';

/** What the functions work with. */
export interface Service {
  readonly settings: Settings;
  readonly database: Database;
  readonly repository: BoletoRepository;
  readonly tenants: Tenants;
  readonly wallets: Wallets;
  readonly configurations: ConfigurationRepository;
  readonly queues: Pick<Queues, 'load'>;
  readonly outbox: Outbox;
  readonly providers: Providers;
  readonly slowBanks: SlowBanks;
  readonly isAllowedQueue: QueueUrlCheck;
  readonly payerLinks: PayerLinks;
  readonly clock: Clock;
}

/**
 * Puts the service together. It connects to nothing yet.
 *
 * @throws SuperbowletoError MISSING_SETTING
 */
export function createService(variables: NodeJS.ProcessEnv): Service {
  const settings = readSettings(variables);
  const database = createDatabase(settings, () => openSecrets(settings));
  const queues = createQueues();
  return {
    settings,
    database,
    repository: createBoletoRepository(database),
    tenants: createTenants(database, systemClock),
    wallets: createWallets(database, systemClock),
    configurations: createConfigurationRepository(database),
    queues,
    outbox: createOutbox(database, queues.send, settings.boletosToRegisterQueueUrl),
    providers: createProviders(settings, () => openSecrets(settings)),
    slowBanks: createSlowBanks(systemClock),
    isAllowedQueue: createQueueUrlCheck(settings),
    payerLinks: createPayerLinks(
      settings.payerPageUrl,
      createPageKeys(settings.environment, () => openSecrets(settings), systemClock),
    ),
    clock: systemClock,
  };
}

// The SDK's advice on Node versions would put lines into the log that are not JSON.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

let opened: Service | undefined;

/** Returns the service of this execution environment. The first call creates it; all calls share one pool. */
export function service(): Service {
  opened ??= createService(process.env);
  return opened;
}
