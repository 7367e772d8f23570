import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Stage } from '../../../../src/local/index.js';
import { startProvider } from './provider.js';

export const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Files that are copied over the configuration because the test uses moto as AWS. Each says why. */
const OVERRIDES = fileURLToPath(new URL('../overrides', import.meta.url));
export const PROVIDER = 'hashicorp/aws/5.100.0';
export const ACCOUNT = '123456789012'; // the account of moto

/** Returns what this machine lacks to check infrastructure/ with these programs, or undefined. */
export function missingTool(programs: readonly ('terraform' | 'moto_server')[]): string | undefined {
  for (const program of programs) if (!isOnPath(program)) return `there is no ${program}`;
  return findProviders()
    ? undefined
    : 'there is no copy of the AWS provider; name its folder by TF_PLUGIN_DIR';
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Finds a folder with the AWS provider, in TF_PLUGIN_DIR and where Terraform itself searches. */
export function findProviders(): string | undefined {
  const folders = [
    process.env.TF_PLUGIN_DIR,
    join(homedir(), '.terraform.d/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
  return folders.find(
    (folder) =>
      folder &&
      existsSync(folder) &&
      readdirSync(folder).some((host) => existsSync(join(folder, host, PROVIDER))),
  );
}

/** A copy of infrastructure/ and superbowleto.yml. Its state is local. */
export interface Workspace {
  readonly folder: string;
  /** Runs Terraform in a folder of infrastructure/. Resolves with its exit code, also if it fails. */
  run(folder: string, ...args: string[]): Promise<{ code: number; output: string }>;
  /** Runs Terraform. Throws with its output if it does not exit with 0. */
  succeed(folder: string, ...args: string[]): Promise<string>;
  state(folder: string): string;
  remove(): Promise<void>;
}

/**
 * Copies infrastructure/, and starts a provider for it.
 *
 * @param endpoint of AWS; undefined if no command needs AWS
 * @param stage the local stage at `endpoint`; undefined if moto is there
 */
export async function createWorkspace(
  endpoint?: string,
  stage?: Pick<Stage, 'account' | 'credentials'>,
): Promise<Workspace> {
  const scratch = mkdtempSync(join(tmpdir(), 'sbw-infrastructure-'));
  const root = join(scratch, 'infrastructure');
  cpSync(join(PROJECT, 'infrastructure'), root, {
    recursive: true,
    filter: (path) => !/\.terraform$|\.tfstate/.test(path),
  });
  cpSync(join(PROJECT, 'superbowleto.yml'), join(scratch, 'superbowleto.yml'));
  // Only moto needs the overrides of the modules.
  const isMoto = endpoint !== undefined && stage === undefined;
  const isWanted = (path: string) => isMoto || !path.startsWith(join(OVERRIDES, 'modules'));
  cpSync(OVERRIDES, root, { recursive: true, filter: isWanted });
  const settings = {
    PATH: process.env.PATH,
    HOME: scratch, // without the settings of the person who runs the test
    TF_CLI_CONFIG_FILE: undefined, // Terraform warns if this file is missing
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
    AWS_ACCESS_KEY_ID: stage?.credentials.accessKeyId ?? 'test',
    AWS_SECRET_ACCESS_KEY: stage?.credentials.secretAccessKey ?? 'test',
    ...(stage ? { AWS_MAX_ATTEMPTS: '1' } : {}), // a retry would not help: the stage does not emulate the operation
    TF_IN_AUTOMATION: '1',
    TF_CLI_ARGS: '-no-color',
    TF_INPUT: '0',
    TF_VAR_account: stage?.account ?? ACCOUNT,
    TF_VAR_bucket: 'superbowleto-state',
  };
  const provider = await startProvider(settings, join(root, 'environments/sandbox'));
  const env = { ...settings, TF_REATTACH_PROVIDERS: provider.reattach };
  async function run(folder: string, ...args: string[]) {
    const { exitCode, all } = await execa('terraform', args, {
      cwd: join(root, folder),
      env,
      extendEnv: false,
      all: true,
      reject: false,
      stripFinalNewline: true,
      maxBuffer: 50_000_000,
    });
    return { code: exitCode ?? -1, output: all };
  }
  return {
    folder: root,
    run,
    async succeed(folder, ...args) {
      const { code, output } = await run(folder, ...args);
      if (code !== 0)
        throw new Error(`terraform ${args.join(' ')} in ${folder} exits with ${code}:\n${output}`);
      return output;
    },
    state: (folder) => readFileSync(join(root, folder, 'terraform.tfstate'), 'utf8'),
    async remove() {
      await provider.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
