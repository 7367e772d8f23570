export { type Connection, connect, type OpenEnvironment } from './connect.js';
export { type DeployedFunction, deployedFunction, deployedFunctions } from './deployed-function.js';
export { type LoadOptions, loadProject } from './load.js';
export {
  CURRENT_ALIAS,
  deadLetterOf,
  deployedApi,
  deployedName,
  logGroup,
  type PasswordNames,
  PROJECT_FILE,
  pageKeyName,
  passwordNames,
  queueNames,
  secretPrefix,
} from './names.js';
export {
  administerFunction,
  checkFunction,
  migrateFunction,
  type OperatorFunction,
} from './operator-functions.js';
export { profileRegion } from './profile.js';
export { projectFileJsonSchema } from './schema.js';
export { selectEnvironment } from './select.js';
export { closest, didYouMean } from './spelling.js';
export * from './types.js';
