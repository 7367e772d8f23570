export type { Call, Fault, Faults } from '../emulator/faults.js';
export { awsConfigPath } from './aws-config.js';
export { findStage, type RunningStage, resetStage, stopStage } from './control.js';
export { homeFolder } from './home.js';
export { type Provisioned, provision } from './provision/index.js';
export type { ProvisionedApi, ProvisionedKey } from './provision/triggers.js';
export { DEFAULT_PORT, type Stage, type StageOptions, startStage } from './stage.js';
export { shellLines, stageVariables } from './variables.js';
