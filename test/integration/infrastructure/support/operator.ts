import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, run } from '../../../functional/support/run.js';
import { type BundledCommands, bundleCommands } from '../../../support/bundle-commands.js';
import { PROJECT } from './terraform.js';

/** An operator with a clone of the project, keys of the account, and `sbw`. */
export class Operator {
  readonly clone = mkdtempSync(join(tmpdir(), 'sbw-operator-'));

  readonly #commands: BundledCommands;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(commands: BundledCommands, env: NodeJS.ProcessEnv) {
    this.#commands = commands;
    this.#env = env;
    execFileSync('git', ['clone', '--quiet', PROJECT, this.clone]);
    this.git('checkout', '--quiet', '-B', 'main');
  }

  static async at(endpoint: string): Promise<Operator> {
    const topics = ['init', 'deploy', 'status', 'doctor', 'rotate-password', 'rotate-page-key', 'migrate'];
    return new Operator(await bundleCommands(...topics), {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Without the profiles of the person who runs the test.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NO_COLOR: '1',
    });
  }

  git(...args: string[]): void {
    const identity = ['-c', 'user.name=Operator', '-c', 'user.email=operator@example.com'];
    execFileSync('git', [...identity, ...args], { cwd: this.clone });
  }

  /** Runs `sbw <command> …`. The bundle calls a command of one word `<word> index`. */
  sbw(
    command: string,
    args: readonly string[],
    { env, input }: { env?: NodeJS.ProcessEnv; input?: string } = {},
  ): Promise<Outcome> {
    const [topic = '', name = 'index'] = command.split(' ');
    return run(process.execPath, [this.#commands.entry, topic, name, ...args], {
      cwd: this.clone,
      env: { ...this.#env, ...env },
      ...(input === undefined ? {} : { input }),
    });
  }

  remove(): void {
    this.#commands.remove();
    rmSync(this.clone, { recursive: true, force: true });
  }
}
