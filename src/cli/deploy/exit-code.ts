import type { DeployState } from '../../deploy/index.js';

const exitCodes: Readonly<Record<DeployState, number>> = {
  released: 0,
  unchanged: 0,
  failed: 1,
  reverted: 1,
  interrupted: 1,
  mixed: 3,
};

/** Returns the exit code of a command for the state of its release. */
export function exitCodeOf(state: DeployState): number {
  return exitCodes[state];
}
