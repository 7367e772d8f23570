export { BaseCommand, confirmFlag, environmentFlag, fileFlag } from './base-command.js';
export { confirmProtected } from './confirm.js';
