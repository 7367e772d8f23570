import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PEERS = ['claudia@5.14.1', 'node-lambda@1.3.0'];

export interface Peers {
  /** Returns the arguments of Node for `claudia …`. A preloaded module points its aws-sdk 2 at the stage. */
  claudia(args: readonly string[]): readonly string[];
  /** Returns the arguments of Node for `node-lambda …`, which has an option for the endpoint. */
  nodeLambda(args: readonly string[]): readonly string[];
  remove(): void;
}

/** Installs the tools that sbw is compared with, in a temporary folder. */
export function installPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-peer-'));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PEERS]);
  const preload = join(folder, 'endpoint.cjs');
  // aws-sdk 2 does not read AWS_ENDPOINT_URL.
  writeFileSync(
    preload,
    `require('${join(folder, 'node_modules/aws-sdk')}').config.update({ endpoint: process.env.BENCH_ENDPOINT, s3ForcePathStyle: true });\n`,
  );
  return {
    claudia: (args) => ['--require', preload, join(folder, 'node_modules/.bin/claudia'), ...args],
    nodeLambda: (args) => [join(folder, 'node_modules/.bin/node-lambda'), ...args],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
