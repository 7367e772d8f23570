import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../src/emulator/port.js';
import { resetStage, startStage } from '../../../../src/local/index.js';
import { managed, type Resource } from './plan.js';
import { createWorkspace, findProviders } from './terraform.js';

/** What an apply created on the local stage, and what the stage refused. */
export interface OnStage {
  /** The resources that were created completely. */
  readonly made: readonly Resource[];
  /** Operations that the stage does not emulate, as Terraform names them: `KMS: EnableKeyRotation`. */
  readonly refused: readonly string[];
  /** Other errors. */
  readonly others: readonly string[];
}

const REFUSED = /operation error ([^:]+: \w+), https response error StatusCode: 501/;

/** Applies a composition to a new local stage. @param folder of the composition, below infrastructure/ */
export async function applyOnStage(folder: string): Promise<OnStage> {
  const home = mkdtempSync(join(tmpdir(), 'sbw-stage-'));
  chmodSync(home, 0o755); // PostgreSQL may run as another user
  const options = { home, port: await freePort(), region: 'us-east-1', account: '000000000000' };
  const stage = await startStage({ ...options, report: () => undefined });
  const workspace = await createWorkspace(stage.endpoint, stage);
  try {
    await workspace.succeed(folder, 'init', `-plugin-dir=${findProviders()}`);
    const { output } = await workspace.run(folder, 'apply', '-auto-approve');
    const errors = output.split('\n').filter((line) => line.startsWith('Error: '));
    const refused = errors.flatMap((line) => REFUSED.exec(line)?.[1] ?? []);
    return {
      made: managed(JSON.parse(await workspace.succeed(folder, 'show', '-json'))).filter(
        ({ tainted }) => !tainted,
      ),
      refused: [...new Set(refused)].sort(),
      others: errors.filter((line) => !REFUSED.test(line)),
    };
  } finally {
    await workspace.remove();
    await stage.stop();
    await resetStage(home, () => undefined);
    rmSync(home, { recursive: true, force: true });
  }
}
