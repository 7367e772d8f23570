import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProviders, PROVIDER } from './terraform.js';

/** The AWS provider, started once for all runs of Terraform, because its start takes longer than most runs. */
export interface RunningProvider {
  /** Value of TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  stop(): Promise<void>;
}

/**
 * Starts the provider.
 *
 * @param env its variables: keys and endpoint of AWS
 * @param cwd folder of a composition. Paths in the configuration are relative to it; all compositions are equally deep.
 */
export async function startProvider(env: NodeJS.ProcessEnv, cwd: string): Promise<RunningProvider> {
  const child = spawn(findProgram(), ['-debug'], { stdio: ['ignore', 'pipe', 'ignore'], env, cwd });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const reattach = /TF_REATTACH_PROVIDERS='(.+)'/.exec(line)?.[1];
    if (!reattach) continue;
    child.stdout.resume();
    return { reattach, stop };
  }
  throw new Error('the AWS provider ended before it printed its address');
}

function findProgram(): string {
  const mirror = findProviders() ?? '';
  const [folder = ''] = readdirSync(mirror)
    .map((host) => join(mirror, host, PROVIDER))
    .flatMap((version) => readdirSync(version).map((platform) => join(version, platform)));
  const program = readdirSync(folder).find((file) => file.startsWith('terraform-provider-aws'));
  if (!program) throw new Error(`there is no unpacked provider in ${folder}`);
  return join(folder, program);
}
