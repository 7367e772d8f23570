import { Command, Errors, Flags } from '@oclif/core';
import {
  connect,
  loadProject,
  type OpenEnvironment,
  PROJECT_FILE,
  type Project,
  selectEnvironment,
} from '../project/index.js';
import type { Report } from '../report.js';
import { describeError } from './describe-error.js';
import { interruption } from './interruption.js';
import { openProgress, type Progress } from './progress/index.js';

/**
 * The base of every command: `--json`, `--debug`, errors as one sentence with the right exit code, progress on standard
 * error, Ctrl-C as an abort signal, and AWS clients that are closed at the end.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    debug: Flags.boolean({ description: 'show stack traces', helpGroup: 'GLOBAL' }),
  };

  /** True for commands that show each of their steps with its time. */
  static showsProgress = false;

  readonly #releases: (() => void)[] = [];
  #signal: AbortSignal | undefined;
  #progress: Progress | undefined;

  /** Aborts at Ctrl-C, SIGTERM or a closed terminal. A command that never reads it ends at once, as Node does. */
  protected get signal(): AbortSignal {
    if (!this.#signal) {
      const { signal, release } = interruption();
      this.#signal = signal;
      this.#releases.push(release);
    }
    return this.#signal;
  }

  /** Reports progress for a person, on standard error. */
  protected readonly report: Report = Object.assign(
    (line: string) => {
      if (this.#progress) this.#progress.report(line);
      else process.stderr.write(`${line}\n`);
    },
    { begin: (step: string) => this.#progress?.report.begin?.(step) ?? (() => {}) },
  );

  /** Shows the outcome of a command with progress. In GitHub Actions it is an annotation. Call it after the exit code is set. */
  protected conclude(text: string): void {
    if (process.exitCode) this.#progress?.error(text);
    else this.#progress?.notice(text);
  }

  /** Opens superbowleto.yml and one environment of it: the file's default one when `name` is undefined. */
  protected async open(file: string, name: string | undefined): Promise<OpenEnvironment> {
    return await this.openIn(await loadProject(file), name);
  }

  /** Opens an environment of a project that was read already. */
  protected async openIn(project: Project, name: string | undefined): Promise<OpenEnvironment> {
    const environment = selectEnvironment(project, name);
    if ((this.constructor as typeof BaseCommand).showsProgress) await this.#showProgress();
    const connection = connect(environment);
    this.#releases.push(() => connection.close());
    return { project, environment, connection };
  }

  async #showProgress(): Promise<void> {
    if (this.#progress) return;
    const progress = await openProgress(process.stderr, process.env);
    this.#progress = progress;
    this.#releases.push(() => progress.close());
  }

  protected override async catch(error: unknown): Promise<never> {
    // The live progress must not be drawn over the error.
    this.#progress?.close();
    if (error instanceof Errors.ExitError) throw error;
    const { code, message, exitCode } = describeError(error);
    const isShown = this.#progress?.error(message) ?? false;
    if (this.argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    if (this.jsonEnabled()) this.logJson({ error: { code, message } });
    else if (!isShown) process.stderr.write(`Error: ${message}\n`);
    throw new Errors.ExitError(exitCode);
  }

  protected override async finally(): Promise<void> {
    for (const release of this.#releases.splice(0).reverse()) release();
  }
}

export const fileFlag = Flags.string({
  description: 'the project file',
  default: PROJECT_FILE,
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
