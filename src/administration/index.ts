export { type AdministerOptions, administer } from './remote.js';
export type {
  AdministrationAnswers,
  AdministrationCommand,
  AdministrationFailure,
  AdministrationRequests,
  BoletoChange,
  BoletoLife,
  OutboxEntry,
  TenantConfiguration,
  TenantRecord,
} from './types.js';
