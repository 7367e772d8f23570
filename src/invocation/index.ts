export { askFunction, type Invoked, invoke, verifyAnswered } from './invoke.js';
export type { FunctionFailure, Invocation, Wording } from './types.js';
