import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { DatabaseStage } from '../../support/database-stage.js';

/** A message that rotate-child.ts sends. */
export type Message =
  | { readonly type: 'ready' }
  | { readonly type: 'line'; readonly line: string }
  /** The outcome of `rotatePassword`, or its error as a string. */
  | { readonly type: 'ended'; readonly outcome: string };

/** A rotation in a process of its own, which waits for `begin`. */
export interface Rotator {
  begin(): void;
  /** Sends SIGKILL. Does nothing when the process has ended. */
  kill(): void;
  /** The outcome of the rotation, its error as a string, or `killed`. */
  readonly ended: Promise<string>;
}

export interface Rotators {
  /** @param onLine gets each line that the rotation reports */
  start(stage: DatabaseStage, onLine?: (line: string, rotator: Rotator) => void): Promise<Rotator>;
  remove(): void;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles the child with its packages once: a process of the bundle starts in a third of the time. */
export async function bundleRotator(): Promise<Rotators> {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'test-rotator-'));
  const script = join(folder, 'rotate-child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('rotate-child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // CommonJS packages load modules of Node with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return {
    start: (stage, onLine = () => {}) => startRotator(script, stage, onLine),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startRotator(
  script: string,
  stage: DatabaseStage,
  onLine: (line: string, rotator: Rotator) => void,
): Promise<Rotator> {
  const { accessKeyId, secretAccessKey } = stage.credentials;
  const child = fork(script, {
    execArgv: [],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: stage.endpoint,
      AWS_REGION: stage.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
  });
  const rotator: Rotator = {
    begin: () => void child.send('begin'),
    kill: () => void child.kill('SIGKILL'),
    ended: endOf(child),
  };
  child.on('message', (message: Message) => {
    if (message.type === 'line') onLine(message.line, rotator);
  });
  const [first] = (await Promise.race([once(child, 'message'), rotator.ended.then((end) => [end])])) as [
    Message | string,
  ];
  if (typeof first === 'string') throw new Error(`The rotator ended before it was ready: ${first}`);
  return rotator;
}

async function endOf(child: ChildProcess): Promise<string> {
  let outcome: string | undefined;
  child.on('message', (message: Message) => {
    if (message.type === 'ended') outcome = message.outcome;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal === 'SIGKILL') return 'killed';
  return outcome ?? `exit code ${code ?? signal}`;
}
