/** What most programs want; each room has more under its own name: `superbowleto/boleto`, `superbowleto/deploy`, … */

export * from './boleto/index.js';
export { type Clock, type Report, systemClock } from './clock.js';
export { type Credstash, type CredstashOptions, createCredstash } from './credstash/index.js';
export { LockHeldError, SuperbowletoError, UsageError } from './errors.js';
