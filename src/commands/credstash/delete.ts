import { Args, Flags } from '@oclif/core';
import { confirmByYes } from '../../cli/confirm.js';
import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { confirmFlag } from '../../cli/index.js';
import { SecretNotFound } from '../../credstash/index.js';

interface Answer {
  readonly name: string;
  readonly deleted: readonly string[];
}

export default class CredstashDelete extends CredstashCommand {
  static override summary = 'Delete a secret: every version of it, or one';
  static override description = 'Nothing brings a deleted version back.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local/partner/token',
    '<%= config.bin %> <%= command.id %> local/partner/token --version 3 --yes',
  ];
  static override args = {
    name: Args.string({ description: 'name of the secret', required: true, ignoreStdin: true }),
  };
  static override flags = {
    ...locationFlags,
    version: Flags.string({ char: 'v', description: 'this version only' }),
    yes: Flags.boolean({ description: 'do not ask' }),
    confirm: confirmFlag,
  };

  async run(): Promise<Answer> {
    const { args, flags } = await this.parse(CredstashDelete);
    const { name } = args;
    const { version } = flags;
    const { credstash, location } = await this.openCredstash(flags);
    const what = version === undefined ? `every version of ${name}` : `version ${version} of ${name}`;
    await this.confirmChange(location, flags.confirm, `This deletes ${what}`);
    if (!location.environment?.protected && !flags.yes) {
      await confirmByYes(`This deletes ${what} from table ${location.table}`);
    }
    const deleted = await credstash.delete(name, version === undefined ? {} : { version });
    if (deleted.length === 0) throw new SecretNotFound({ secret: name, version });
    for (const one of deleted) this.log(`${name} version ${one} is deleted`);
    return { name, deleted };
  }
}
