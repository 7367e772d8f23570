export { type Redriven, type RedriveOptions, redrive } from './redrive.js';
export { type QueueAccess, type QueueState, queueStates } from './state.js';
