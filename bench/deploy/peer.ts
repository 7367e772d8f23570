import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLAUDIA = 'claudia@5.14.1';

export interface Peer {
  /** Arguments of Node for `claudia …`: its aws-sdk 2 is pointed at the stage by a module that is loaded first. */
  claudia(args: readonly string[]): readonly string[];
  remove(): void;
}

/** Installs claudia in a temporary folder. */
export function installPeer(): Peer {
  const folder = mkdtempSync(join(tmpdir(), 'bench-deploy-peer-'));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, CLAUDIA]);
  const preload = join(folder, 'endpoint.cjs');
  // aws-sdk 2 reads no AWS_ENDPOINT_URL.
  writeFileSync(
    preload,
    `require('${join(folder, 'node_modules/aws-sdk')}').config.update({ endpoint: process.env.BENCH_ENDPOINT, s3ForcePathStyle: true });\n`,
  );
  return {
    claudia: (args) => ['--require', preload, join(folder, 'node_modules/.bin/claudia'), ...args],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
