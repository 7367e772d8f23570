import { readStatus, type Status } from '../deploy/index.js';
import type { Check, CheckContext, Finding } from './types.js';

/** Checks that every function serves a release, and all of them the same one. */
export const versions: Check = {
  name: 'versions',
  async run({ project, environment, connection, clock, signal }: CheckContext): Promise<Finding[]> {
    return versionFindings(await readStatus({ project, environment, clients: connection, clock, signal }));
  },
};

/** Returns what is wrong with the versions in service. Functions that do not exist are left to the check `functions`. */
export function versionFindings(status: Pick<Status, 'environment' | 'functions' | 'locks'>): Finding[] {
  const { environment, functions } = status;
  const present = functions.filter(({ problem }) => problem === undefined);
  const deploy = `sbw deploy --env ${environment} --ref <git ref>`;
  const unreleased = present.filter(({ commit }) => commit === undefined);
  if (present.length > 0 && unreleased.length === present.length) {
    return [{ subject: environment, problem: 'serves no release yet', fix: deploy }];
  }
  const findings = unreleased.map(({ deployedName, version }) => ({
    subject: deployedName,
    problem: `serves version ${version}, which no deploy has published`,
    fix: deploy,
  }));
  const isMixed =
    new Set(present.map(({ sha256 }) => sha256)).size > 1 || present.some(({ weights }) => weights);
  return isMixed ? [...findings, mixed(status, deploy)] : findings;
}

function mixed({ environment, locks }: Pick<Status, 'environment' | 'locks'>, deploy: string): Finding {
  const fix = `${deploy}, or sbw rollback --env ${environment}`;
  return {
    subject: environment,
    problem: 'serves different code from function to function, or from call to call (sbw status tells which)',
    fix: locks.some(({ alive }) => alive)
      ? `wait until the deploy under way has ended; then, if need be, ${fix}`
      : fix,
  };
}
