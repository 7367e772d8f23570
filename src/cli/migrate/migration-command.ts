import {
  type ChangeCommand,
  type MigrationAnswer,
  type MigrationRequest,
  migrate,
  type PlannedMigration,
} from '../../migrations/index.js';
import { currentUser } from '../../process.js';
import { type Environment, migrateFunction } from '../../project/index.js';
import { BaseCommand } from '../base-command.js';
import { confirmByYes, confirmProtected } from '../confirm.js';
import { describeMigrations } from './describe.js';
import type { TargetFlags } from './flags.js';
import { folderOf } from './folder.js';

/** One database, and the folder of its migrations. */
export interface MigrationTarget {
  readonly environment: Environment;
  readonly folder: string;
  /** Sends a request to the function, or with `--direct` runs it here. */
  ask(request: MigrationRequest): Promise<MigrationAnswer>;
}

/** What the commands of `sbw migrate` share: how they reach the database, and how they show the answer. */
export abstract class MigrationCommand extends BaseCommand {
  /** Opens the way to the database: through the deployed function, or with `--direct` from here. The answers are the same. */
  protected async openTarget(flags: TargetFlags): Promise<MigrationTarget> {
    const { signal } = this;
    const opened = await this.open(flags.file, flags.env);
    const { project, environment, connection } = opened;
    const folder = folderOf(project, flags.migrations);
    const { expectedOf, loadMigrations } = await import('./files.js');
    const all = { ...limitsOf(flags), by: currentUser() };
    if (flags.direct) {
      const { migrateDirectly } = await import('./direct.js');
      const migrations = await loadMigrations(folder);
      const ask = (request: MigrationRequest) =>
        migrateDirectly(opened, migrations, { ...all, ...request }, signal);
      return { environment, folder, ask };
    }
    let expected: MigrationRequest['expect'];
    const expect = ({ command }: MigrationRequest) => {
      // These two need no list of migrations, and an unfinished file must not stop them.
      if (flags.deployed || command === 'history' || command === 'unlock') return {};
      expected ??= expectedOf(folder, { named: flags.migrations !== undefined });
      return expected ? { expect: expected } : {};
    };
    const target = {
      lambda: connection.lambda,
      ...migrateFunction(project, environment),
      signal,
    };
    const ask = (request: MigrationRequest) => migrate({ ...target, ...all, ...expect(request), ...request });
    return { environment, folder, ask };
  }

  /** Plans a change. `planned` is undefined when it was refused; the refusal is shown then. */
  protected async plan(
    target: MigrationTarget,
    of: ChangeCommand,
    which: Pick<MigrationRequest, 'to' | 'step'> = {},
  ): Promise<{ answer: MigrationAnswer; planned: readonly PlannedMigration[] | undefined }> {
    const answer = await target.ask({ command: 'plan', of, ...which });
    if (!answer.ok) this.show(answer);
    return { answer, planned: answer.ok ? (answer.planned ?? []) : undefined };
  }

  /** Asks before data is lost: for the name of a protected environment, or else for a yes. */
  protected async confirmLoss(
    { environment }: MigrationTarget,
    flags: { readonly yes: boolean; readonly confirm?: string | undefined },
    what: string,
  ): Promise<void> {
    if (environment.protected) await confirmProtected(environment, flags.confirm, [`${what}.`]);
    else if (!flags.yes) await confirmByYes(what);
  }

  /** Prints an answer and sets the exit code. A failed migration is an answer too. */
  protected show(answer: MigrationAnswer): MigrationAnswer {
    if (!answer.ok) process.exitCode = answer.error?.code === 'LOCKED' ? 4 : 1;
    if (this.jsonEnabled()) return answer;
    const text = describeMigrations(answer);
    if (text) this.log(text);
    for (const warning of answer.warnings ?? []) process.stderr.write(`Warning: ${warning}\n`);
    if (answer.error) process.stderr.write(`Error: ${answer.error.message}\n`);
    return answer;
  }
}

function limitsOf(
  flags: TargetFlags,
): Pick<MigrationRequest, 'lockWait' | 'tableLockTimeout' | 'statementTimeout'> {
  const limits = {
    lockWait: flags['lock-wait'],
    tableLockTimeout: flags['lock-timeout'],
    statementTimeout: flags['statement-timeout'],
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
