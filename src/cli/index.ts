export { BaseCommand, confirmFlag, environmentFlag, fileFlag, type Place } from './base-command.js';
export { confirmProtected } from './confirm.js';
export { MigrationCommand } from './migration-command.js';
export { readSecretValue } from './secret-value.js';
export { table } from './table.js';
