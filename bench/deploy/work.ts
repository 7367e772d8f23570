import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { GitSource } from '../../src/deploy/git/git.js';
import { ROLE } from '../../test/support/lambda-stage.js';
import type { Peers } from './peer.js';
import { type BenchStage, PEER_BUCKET, PEER_FUNCTION } from './stage.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/**
 * Returns what is measured, by its name in the table, in the order of a round. The stage runs in this process, so that
 * nothing may block the event loop.
 */
export function deployments(bench: BenchStage, peers: Peers): Record<string, () => Promise<number>> {
  const sbw = (environment: string) => () =>
    run(bench, [BIN, 'deploy', '--env', environment, '--ref', 'main', '--json']);
  return {
    'claudia update': () =>
      run(bench, peers.claudia(['update', '--version', 'current', '--use-s3-bucket', PEER_BUCKET])),
    'node-lambda deploy': () => run(bench, peers.nodeLambda(nodeLambdaArguments(bench))),
    'sbw deploy, one function': sbw('one'),
    'sbw deploy, seven functions': sbw('seven'),
    'sbw deploy, nothing to change': sbw('one'),
    'Node alone': () => run(bench, ['--eval', '0']),
    'git alone': () => gitAlone(bench),
  };
}

/** Passes all settings as options: without them node-lambda reads `.env`. It publishes no version and moves no alias. */
function nodeLambdaArguments({ stage, repository }: BenchStage): string[] {
  const { endpoint, region } = stage.client;
  const target = ['--endpoint', endpoint, '--region', region, '--sourceDirectory', repository.folder];
  const settings = ['--role', ROLE, '--runtime', 'nodejs20.x', '--memorySize', '128', '--timeout', '3'];
  return ['deploy', '--functionName', PEER_FUNCTION, ...target, ...settings];
}

function variables({ stage, cache }: BenchStage): NodeJS.ProcessEnv {
  const { endpoint, region, credentials } = stage.client;
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    BENCH_ENDPOINT: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    SBW_CACHE: cache,
    NODE_ENV: 'production',
  };
}

/** Runs a command. @returns processor time of the command and of its children, in milliseconds */
async function run(bench: BenchStage, command: readonly string[]): Promise<number> {
  const timed = ['-c', '"$0" "$@" > /dev/null; code=$?; times; exit $code', process.execPath, ...command];
  const child = spawn('sh', timed, {
    cwd: bench.repository.folder,
    env: variables(bench),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${errors}`);
  const [, started = ''] = output.trim().split('\n');
  const parts = [...started.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1_000,
    0,
  );
}

/** Does what a deploy does with git: resolves the ref and checks out the commit. */
async function gitAlone({ repository, cache }: BenchStage): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-tree-'));
  const context = {
    project: { directory: repository.folder },
    cache,
    report: () => undefined,
    signal: new AbortController().signal,
  };
  const source = new GitSource({ type: 'git' }, context);
  await source.checkout(await source.resolve('main'), folder);
  rmSync(folder, { recursive: true });
  return Number.NaN;
}
