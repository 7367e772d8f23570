import { Command, Errors, Flags } from '@oclif/core';
import type { Report } from '../clock.js';
import {
  type Connection,
  connect,
  type Environment,
  loadProject,
  type Project,
  selectEnvironment,
} from '../project/index.js';
import { describeError } from './describe-error.js';
import { interruption } from './interruption.js';

/** Where a command works: the file, one environment of it, and that environment's AWS clients. */
export interface Place {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
}

/**
 * What every command of `sbw` shares: `--json`, `--debug`, errors as one sentence with the right exit code,
 * progress on standard error, Ctrl-C as an abort signal, and clients that are closed at the end.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    debug: Flags.boolean({ description: 'show stack traces', helpGroup: 'GLOBAL' }),
  };

  readonly #releases: (() => void)[] = [];
  #signal: AbortSignal | undefined;

  /** Aborted by Ctrl-C, SIGTERM and a closed terminal. Without it a command ends at once, as Node does. */
  protected get signal(): AbortSignal {
    if (!this.#signal) {
      const { signal, release } = interruption();
      this.#signal = signal;
      this.#releases.push(release);
    }
    return this.#signal;
  }

  /** Progress for a person; never part of the answer. */
  protected readonly report: Report = (line) => {
    process.stderr.write(`${line}\n`);
  };

  /** Opens superbowleto.yml and one environment of it. `name` undefined: the file's default environment. */
  protected async open(file: string, name: string | undefined): Promise<Place> {
    const project = await loadProject(file);
    const environment = selectEnvironment(project, name);
    const connection = connect(environment);
    this.#releases.push(() => connection.close());
    return { project, environment, connection };
  }

  protected override async catch(error: unknown): Promise<never> {
    if (error instanceof Errors.ExitError) throw error;
    const { code, message, exitCode } = describeError(error);
    if (this.argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    if (this.jsonEnabled()) this.logJson({ error: { code, message } });
    else process.stderr.write(`Error: ${message}\n`);
    throw new Errors.ExitError(exitCode);
  }

  protected override async finally(): Promise<void> {
    for (const release of this.#releases.splice(0).reverse()) release();
  }
}

export const fileFlag = Flags.string({
  description: 'the project file',
  default: 'superbowleto.yml',
  helpValue: 'FILE',
});

export const environmentFlag = Flags.string({
  char: 'e',
  description: 'environment, as superbowleto.yml names it',
  helpValue: 'NAME',
});

export const confirmFlag = Flags.string({
  description: 'name of a protected environment, in place of typing it when asked',
  helpValue: 'NAME',
});
