import { Args } from '@oclif/core';
import { confirmProtected } from '../../cli/confirm.js';
import { BaseCommand, confirmFlag, environmentFlag, fileFlag } from '../../cli/index.js';
import { type RotatedPageKey, rotatePageKey, rotationTarget } from '../../rotation/index.js';

export default class RotatePageKey extends BaseCommand {
  static override summary = "Make a new key that signs links to the payer's page";
  static override description =
    'The first run gives boletos their links. After a later run, functions sign with the new key within an hour. Links that ' +
    'an older version signed stay valid. To end them: sbw credstash delete NAME --version VERSION.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> sandbox',
    '<%= config.bin %> <%= command.id %> live --confirm live',
  ];
  static override args = {
    environment: Args.string({ description: 'environment, in place of --env', ignoreStdin: true }),
  };
  static override flags = { env: environmentFlag, file: fileFlag, confirm: confirmFlag };

  async run(): Promise<RotatedPageKey> {
    const { args, flags } = await this.parse(RotatePageKey);
    const { project, environment, connection } = await this.open(flags.file, args.environment ?? flags.env);
    const warning = `New links to the payer's page in ${environment.name} will be signed with a new key.`;
    await confirmProtected(environment, flags.confirm, [warning]);
    const { credstash } = rotationTarget(project, environment, connection);
    const made = await rotatePageKey(credstash, environment);
    this.log(`${made.name} has version ${made.version}. Links of earlier versions stay valid.`);
    return made;
  }
}
