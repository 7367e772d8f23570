export { type Made, readOutputs } from './outputs.js';
export { type Initialized, writeProjectFile } from './write.js';
