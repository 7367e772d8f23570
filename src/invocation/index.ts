export { type Invocation, invokeOnce, type Wording } from './invoke-once.js';
