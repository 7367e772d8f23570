export { type Invoked, invoke, verifyAnswered } from './invoke.js';
export { invokeOnce } from './invoke-once.js';
export type { FunctionFailure, Invocation, Wording } from './request-once.js';
