import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PEERS = ['claudia@5.14.1', 'node-lambda@1.3.0'];

export interface Peers {
  /** Arguments of Node for `claudia …`: its aws-sdk 2 is pointed at the stage by a module that is loaded first. */
  claudia(args: readonly string[]): readonly string[];
  /** Arguments of Node for `node-lambda …`, which has an option for the endpoint. */
  nodeLambda(args: readonly string[]): readonly string[];
  remove(): void;
}

/** Installs what is measured beside sbw, in a temporary folder. */
export function installPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-peer-'));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PEERS]);
  const preload = join(folder, 'endpoint.cjs');
  // aws-sdk 2 reads no AWS_ENDPOINT_URL.
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
