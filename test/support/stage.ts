import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/emulator/port.js';
import { postgresFolder } from '../../src/emulator/postgres/index.js';
import { resetStage, type Stage, type StageOptions, startStage } from '../../src/local/index.js';
import { stageFolder } from '../../src/local/stage.js';
import { placeCluster } from './postgres-cluster.js';

export interface TestStage extends Stage {
  /** The lines that the stage reported. */
  readonly reported: string[];
  /** Settings for an AWS client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: Stage['credentials'];
  };
  /** Stops the stage and starts it again with the same state. */
  restart(options?: Partial<StageOptions>): Promise<TestStage>;
  /** Ends the stage and deletes its state. */
  remove(): Promise<void>;
}

/** Starts a stage in a temporary home, on a free port. Remove it in `after`. */
export async function startTestStage(options: Partial<StageOptions> = {}): Promise<TestStage> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'sbw-stage-'));
  if (!options.home) await placeCluster(postgresFolder(stageFolder(home)));
  const reported: string[] = [];
  const settings: StageOptions = {
    home,
    port: await freePort(),
    region: 'us-east-1',
    account: '000000000000',
    report: (line) => reported.push(line),
    ...options,
  };
  const stage = await startStage(settings);
  const { endpoint, region, credentials } = stage;
  return {
    ...stage,
    reported,
    client: { endpoint, region, credentials: { ...credentials } },
    async restart(changes = {}) {
      await stage.stop();
      return await startTestStage({ ...settings, ...changes });
    },
    async remove() {
      await stage.stop();
      await resetStage(home, () => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
