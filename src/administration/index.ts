export { type AdministerOptions, administer } from './remote.js';
export type {
  AdministrationAnswers,
  AdministrationCommand,
  AdministrationFailure,
  AdministrationRequests,
  BoletoChange,
  BoletoLife,
  OutboxEntry,
  OwnedWallet,
  PayerBoleto,
  RestrictedTenant,
  TenantConfiguration,
  TenantRecord,
  TenantSettings,
  WalletConflict,
  WalletName,
  WalletRecord,
} from './types.js';
