export { type Redriven, type RedriveOptions, redrive } from './redrive.js';
export { type QueuePlace, type QueueState, queueStates } from './state.js';
