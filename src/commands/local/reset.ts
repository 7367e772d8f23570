import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/index.js';
import { UsageError } from '../../errors.js';
import { homeFolder, resetStage } from '../../local/index.js';

export default class LocalReset extends BaseCommand {
  static override summary = 'Delete all state of the local stage';
  static override description =
    'Deletes database, tables, objects, queues, functions and keys of the local stage, which must not run. ' +
    'The next start begins anew.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --yes',
  ];
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do not ask' }) };

  async run(): Promise<{ deleted: boolean }> {
    const { flags } = await this.parse(LocalReset);
    if (!flags.yes) await confirmReset();
    const deleted = await resetStage(homeFolder(process.env), this.report);
    this.log(deleted ? 'Deleted the state of the local stage.' : 'The local stage has no state to delete.');
    return { deleted };
  }
}

/** Asks for the word reset. @throws {UsageError} CONFIRMATION_NEEDED without a terminal, CONFIRMATION_WRONG */
async function confirmReset(): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError('CONFIRMATION_NEEDED', 'There is no terminal to ask at. Pass --yes.');
  }
  const { default: input } = await import('@inquirer/input');
  const answer = await input({ message: 'Type reset to delete all state of the local stage:' });
  if (answer !== 'reset') throw new UsageError('CONFIRMATION_WRONG', 'Nothing was deleted.');
}
