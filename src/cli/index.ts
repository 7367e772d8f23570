export { BaseCommand, confirmFlag, environmentFlag, fileFlag, type Place } from './base-command.js';
export { confirmProtected } from './confirm.js';
export { table } from './table.js';
