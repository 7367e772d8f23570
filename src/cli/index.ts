export { BaseCommand, confirmFlag, environmentFlag, fileFlag, type OpenEnvironment } from './base-command.js';
export { confirmProtected } from './confirm.js';
