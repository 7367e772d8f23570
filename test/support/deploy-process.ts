import type { ChildProcess } from 'node:child_process';
import { execa } from 'execa';
import type { BundledCommands } from './bundle-commands.js';
import type { DeployStage } from './deploy-stage.js';

/** A process that runs `sbw deploy`. */
export interface DeployProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  /** Exit code; undefined when a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `sbw deploy --env test` in the stage's repository. @param commands the topic `deploy`, as `bundleCommands` makes it */
export function startDeployProcess(
  stage: DeployStage,
  commands: BundledCommands,
  ref: string,
  ...args: string[]
): DeployProcess {
  const running = execa(
    process.execPath,
    [commands.entry, 'deploy', 'index', '--env', 'test', '--ref', ref, ...args],
    {
      cwd: stage.repository.folder,
      reject: false,
      stdin: 'ignore',
      env: { SBW_CACHE: stage.cache, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    },
  );
  const ended = running.then(({ exitCode, signal, stdout, stderr }) => ({
    code: exitCode,
    signal,
    stdout,
    stderr,
  }));
  return { child: running, ended };
}
