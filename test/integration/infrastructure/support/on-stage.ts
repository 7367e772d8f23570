import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../src/emulator/port.js';
import { resetStage, startStage } from '../../../../src/local/index.js';
import { managed, type Resource } from './plan.js';
import { createWorkspace, findProviders } from './terraform.js';

/** How far an apply went on the local stage. */
export interface OnStage {
  /** What stands, and whole. */
  readonly made: readonly Resource[];
  /** What the stage does not play, as Terraform names it: `KMS: EnableKeyRotation`. */
  readonly refused: readonly string[];
  /** Errors of any other kind. */
  readonly others: readonly string[];
}

const REFUSED = /operation error ([^:]+: \w+), https response error StatusCode: 501/;

/** @param folder composition */
export async function applyOnStage(folder: string): Promise<OnStage> {
  const home = mkdtempSync(join(tmpdir(), 'sbw-stage-'));
  chmodSync(home, 0o755); // for PostgreSQL's own user
  const place = { home, port: await freePort(), region: 'us-east-1', account: '000000000000' };
  const stage = await startStage({ ...place, report: () => undefined });
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
