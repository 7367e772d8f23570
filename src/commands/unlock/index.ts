import { Flags } from '@oclif/core';
import { confirmByYes } from '../../cli/confirm.js';
import { targetEnvironmentFlag } from '../../cli/deploy/flags.js';
import { BaseCommand, confirmFlag, confirmProtected, fileFlag } from '../../cli/index.js';
import { describeLock } from '../../deploy/index.js';
import { findLockHolder, type LockHolder, operationsTable, unlock } from '../../operations/index.js';

export default class Unlock extends BaseCommand {
  static override summary = 'Free the lock of a deploy that is gone';
  static override description =
    'Names who holds it and asks. A holder that still lives keeps its lock, unless --force is given: it then finds out ' +
    'within seconds, moves nothing further, and puts back what it had moved. Seldom needed: the next deploy takes over ' +
    'the lock of a dead one by itself. Exit code 4: its holder lives.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox --yes',
    '<%= config.bin %> <%= command.id %> --env live --confirm live --force',
  ];
  static override flags = {
    env: targetEnvironmentFlag,
    file: fileFlag,
    force: Flags.boolean({ description: 'free it although its holder may be alive' }),
    yes: Flags.boolean({ description: 'do not ask' }),
    confirm: confirmFlag,
  };

  async run(): Promise<{ readonly freed: LockHolder | null }> {
    const { flags } = await this.parse(Unlock);
    const { environment, connection } = await this.open(flags.file, flags.env);
    const { force } = flags;
    const table = operationsTable(connection, environment);
    const lock = { ...table, environment: environment.name, operation: 'deploy' } as const;
    const seen = await findLockHolder(table, lock);
    if (!seen) return this.#finish(`Nobody holds the lock of ${environment.name}.`, null);
    const question = `Lock of ${describeLock(seen)}. ${force ? FORCED : FREED}`;
    if (environment.protected) await confirmProtected(environment, flags.confirm, [question]);
    else if (!flags.yes) await confirmByYes(question.replace(/\.$/, ''));
    const freed = await unlock({ ...lock, force, expected: seen, signal: this.signal });
    return this.#finish(`Freed the lock of ${describeLock(freed ?? seen)}.`, freed ?? seen);
  }

  #finish(line: string, freed: LockHolder | null) {
    this.log(line);
    return { freed };
  }
}

const FREED = 'It is freed if its holder is gone, and another deploy may begin then.';
const FORCED =
  'It is taken from a process that may be alive: that one stops, and puts back what it had moved, as soon as it sees it.';
