import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type TestService, validBody } from '../../test/integration/service/harness.js';
import { startEnvironment } from './environment.js';
import { median, print } from './rates.js';

const TURNS = 15;
const SCRIPT = fileURLToPath(new URL('first.mjs', import.meta.url));

/**
 * Measures the processor time of a new execution environment of create-boleto: its init phase, and its first requests.
 * The peer prepares nothing in its init phase.
 */
export async function benchCold(service: TestService): Promise<void> {
  const environment = await startEnvironment(service);
  try {
    const file = pathToFileURL(join(environment.bundle, 'create-boleto.js')).href;
    const body = JSON.stringify({ ...validBody(), queue_url: environment.owner });
    await service.sql(`UPDATE tenants SET allowed_queues = ARRAY[$1] WHERE id = 'default'`, [
      environment.owner,
    ]);
    // The stage, which has the password, runs in this process: it must not stand still meanwhile.
    const start = async (isPrepared: boolean): Promise<number[]> => {
      const { AWS_LAMBDA_FUNCTION_NAME, ...unprepared } = environment.variables;
      const env = { ...process.env, ...(isPrepared ? environment.variables : unprepared) };
      const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, file, body], { env });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    };
    const runs = { prepared: [] as number[][], 'not prepared': [] as number[][] };
    for (let turn = 0; turn <= TURNS; turn++) {
      const seen = { prepared: await start(true), 'not prepared': await start(false) };
      if (turn === 0) continue;
      runs.prepared.push(seen.prepared);
      runs['not prepared'].push(seen['not prepared']);
    }
    print(`\n### A new environment of create-boleto, ms of processor time, medians of ${TURNS}\n`);
    print(
      '| | init | 1st POST | 2nd | 3rd | 4th | 5th | 1st / 2nd |\n|---|---:|---:|---:|---:|---:|---:|---:|',
    );
    for (const [name, seen] of Object.entries(runs)) {
      const phases = [0, 1, 2, 3, 4, 5].map((phase) => median(seen.map((one) => one[phase] ?? Number.NaN)));
      const ratio = median(seen.map((one) => (one[1] ?? Number.NaN) / (one[2] ?? Number.NaN)));
      print(`| ${name} | ${phases.map((value) => value.toFixed(1)).join(' | ')} | ${ratio.toFixed(2)} |`);
    }
  } finally {
    await environment.stop();
  }
}
