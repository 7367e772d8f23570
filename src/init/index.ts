export { readOutputs, type TerraformOutputs } from './outputs.js';
export { type Initialized, writeProjectFile } from './write.js';
