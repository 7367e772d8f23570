/** Exports what most programs need. Each room exports more under its own name: `superbowleto/boleto`, `superbowleto/deploy`, … */

export * from './boleto/index.js';
export { type Clock, systemClock } from './clock.js';
export { type Credstash, type CredstashOptions, createCredstash } from './credstash/index.js';
export { LockHeldError, SuperbowletoError, UsageError } from './errors.js';
export type { Report } from './report.js';
