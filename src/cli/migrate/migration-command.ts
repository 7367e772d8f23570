import {
  type ChangeCommand,
  type MigrationAnswer,
  type MigrationRequest,
  migrate,
  type PlannedMigration,
} from '../../migrations/index.js';
import { currentUser } from '../../process.js';
import { migrateFunction, type OpenEnvironment } from '../../project/index.js';
import { BaseCommand } from '../base-command.js';
import { confirmByYes, confirmProtected } from '../confirm.js';
import { describeMigrations } from './describe.js';
import type { ReachFlags } from './flags.js';
import { folderOf } from './folder.js';

/** One database, and the files that are to be its migrations. */
export interface Reached {
  readonly place: OpenEnvironment;
  readonly folder: string;
  ask(request: MigrationRequest): Promise<MigrationAnswer>;
}

/** What the commands of `sbw migrate` share: who is asked, and how the answer is shown. */
export abstract class MigrationCommand extends BaseCommand {
  /** The deployed function, or with `--direct` the database itself; both give the same answers. */
  protected async reach(flags: ReachFlags): Promise<Reached> {
    const { signal } = this;
    const place = await this.open(flags.file, flags.env);
    const folder = folderOf(place.project, flags.migrations);
    const { expectedOf, loadMigrations } = await import('./files.js');
    const all = { ...limitsOf(flags), by: currentUser() };
    if (flags.direct) {
      const { migrateDirectly } = await import('./direct.js');
      const migrations = await loadMigrations(folder);
      const ask = (request: MigrationRequest) =>
        migrateDirectly(place, migrations, { ...all, ...request }, signal);
      return { place, folder, ask };
    }
    let expected: MigrationRequest['expect'];
    const expect = ({ command }: MigrationRequest) => {
      // Of no use to these, and a file that is not written yet would hold them up.
      if (flags.deployed || command === 'history' || command === 'unlock') return {};
      expected ??= expectedOf(folder, { named: flags.migrations !== undefined });
      return expected ? { expect: expected } : {};
    };
    const target = {
      lambda: place.connection.lambda,
      ...migrateFunction(place.project, place.environment),
      signal,
    };
    const ask = (request: MigrationRequest) => migrate({ ...target, ...all, ...expect(request), ...request });
    return { place, folder, ask };
  }

  /** What a change would do. Undefined, and shown, when it is refused. */
  protected async plan(
    reached: Reached,
    of: ChangeCommand,
    which: Pick<MigrationRequest, 'to' | 'step'> = {},
  ): Promise<{ answer: MigrationAnswer; planned: readonly PlannedMigration[] | undefined }> {
    const answer = await reached.ask({ command: 'plan', of, ...which });
    if (!answer.ok) this.show(answer);
    return { answer, planned: answer.ok ? (answer.planned ?? []) : undefined };
  }

  /** Asks before data is lost: for the name of a protected environment, for a yes elsewhere. */
  protected async confirmLoss(
    { place: { environment } }: Reached,
    flags: { readonly yes: boolean; readonly confirm?: string | undefined },
    what: string,
  ): Promise<void> {
    if (environment.protected) await confirmProtected(environment, flags.confirm, [`${what}.`]);
    else if (!flags.yes) await confirmByYes(what);
  }

  /** A failed migration is an answer too: it is shown whole, and the exit code tells. */
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
  flags: ReachFlags,
): Pick<MigrationRequest, 'lockWait' | 'tableLockTimeout' | 'statementTimeout'> {
  const limits = {
    lockWait: flags['lock-wait'],
    tableLockTimeout: flags['lock-timeout'],
    statementTimeout: flags['statement-timeout'],
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
