import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { createCredstash } from '../../../../src/credstash/index.js';
import { bundleCommands } from '../../../support/bundle-commands.js';
import { runCommand } from '../../../support/run-command.js';
import { type SecretsStage, startSecretsStage } from '../../../support/secrets-stage.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input. Default: empty. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Working directory. Default: the folder of the project. */
  readonly cwd?: string;
  /** Sends SIGTERM to `sbw` itself as soon as this text is on standard output. */
  readonly terminateAfter?: string;
}

const ENVIRONMENTS = ['sandbox', 'live', 'local'] as const;

/** A project with the environments `sandbox`, `live` (protected) and `local` on an emulator, and `sbw credstash` for it. */
export interface CredstashStage {
  readonly stage: SecretsStage;
  /** The folder with superbowleto.yml. */
  readonly project: string;
  /** A folder without a project. */
  readonly elsewhere: string;
  /** Runs `sbw credstash` with these arguments: in a process of its own if it starts a program or is terminated. */
  sbw(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs a line in a shell with `sbw` on its PATH. */
  shell(line: string): Promise<Ran>;
  secretsOf(
    environment: (typeof ENVIRONMENTS)[number],
    context?: Record<string, string>,
  ): ReturnType<typeof createCredstash>;
  stop(): Promise<void>;
}

export async function startCredstashStage(): Promise<CredstashStage> {
  const [stage, commands] = await Promise.all([startSecretsStage(), bundleCommands('credstash')]);
  const folder = mkdtempSync(join(tmpdir(), 'sbw-credstash-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'sbw-elsewhere-'));
  const programs = mkdtempSync(join(tmpdir(), 'sbw-programs-'));
  writeFileSync(join(folder, 'superbowleto.yml'), projectFile(stage.client.endpoint));
  const program = `#!/bin/sh\nexec "${process.execPath}" "${commands.entry}" "$@"\n`;
  writeFileSync(join(programs, 'sbw'), program, { mode: 0o755 });
  const open = (environment: string, context = {}) =>
    createCredstash({ ...stage, table: `${environment}-secrets`, key: `alias/${environment}`, context });
  for (const environment of ENVIRONMENTS) {
    const { KeyMetadata } = await stage.kms.send(new CreateKeyCommand({}));
    const alias = { AliasName: `alias/${environment}`, TargetKeyId: KeyMetadata?.KeyId };
    await stage.kms.send(new CreateAliasCommand(alias));
    await open(environment).setup();
  }
  const base = {
    PATH: process.env.PATH,
    HOME: elsewhere,
    AWS_ACCESS_KEY_ID: stage.client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: stage.client.credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  return {
    stage,
    project: folder,
    elsewhere,
    async sbw([name, ...args], options = {}) {
      const around = { cwd: folder, ...options, env: { ...base, ...options.env } };
      if (name === 'exec' || options.terminateAfter) {
        return await run(process.execPath, [commands.entry, 'credstash', name ?? '', ...args], around);
      }
      const { default: command } = await import(`../../../../src/commands/credstash/${name}.js`);
      return await runCommand(command, args, { ...around, onlyEnv: around.env });
    },
    shell: (line) =>
      run('sh', ['-c', line], { cwd: folder, env: { ...base, PATH: `${programs}:${base.PATH}` } }),
    secretsOf: open,
    async stop() {
      for (const made of [folder, elsewhere, programs]) rmSync(made, { recursive: true, force: true });
      commands.remove();
      await stage.stop();
    },
  };
}

function run(
  program: string,
  args: readonly string[],
  { input = '', env, cwd, terminateAfter }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd });
    let stdout = '';
    let stderr = '';
    let terminated = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      // Only once: a second signal could come after sbw has removed its handlers.
      if (terminated || !terminateAfter || !stdout.includes(terminateAfter)) return;
      terminated = child.kill('SIGTERM');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function projectFile(endpoint: string): string {
  const environment = (name: string) => `
    account: "000000000000"
    endpoint: ${endpoint}
    region: us-east-1
    credstash: { table: ${name}-secrets, key: alias/${name} }
    operations_table: operations
    database: { instance: ${name}, name: sample, user: sample }`;
  return `service: sample
default_environment: sandbox
build: { type: command, command: "true", output: out }
deploy: { type: lambda, s3_bucket: artifacts, region: us-east-1 }
functions:
  one: { handler: index.handler, memory: 128, timeout: 3, trigger: none }
environment:
  sandbox:${environment('sandbox')}
  live:
    protected: true${environment('live')}
  local:${environment('local')}
`;
}
