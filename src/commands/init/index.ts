import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Flags } from '@oclif/core';
import { BaseCommand, fileFlag } from '../../cli/index.js';
import { type Initialized, readOutputs, writeProjectFile } from '../../init/index.js';

export default class Init extends BaseCommand {
  static override summary = 'Write what Terraform has made into superbowleto.yml, or make that file of it';
  static override description =
    'Takes what `terraform output -json` prints for one environment. A file that is there keeps everything else, ' +
    'comments too; a new one gets the local stage besides.';
  static override examples = [
    'terraform -chdir=infrastructure/environments/sandbox output -json | <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --outputs sandbox.json --file superbowleto.yml',
  ];
  static override flags = {
    file: fileFlag,
    outputs: Flags.string({
      description: 'file of the outputs; standard input when left out',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<Initialized> {
    const { flags } = await this.parse(Init);
    const outputs =
      flags.outputs === undefined ? await text(process.stdin) : await readFile(flags.outputs, 'utf8');
    const made = await writeProjectFile(flags.file, readOutputs(outputs));
    const { file, environment, created, changed } = made;
    const what = changed.length === 0 ? 'says all of it already' : `now has ${changed.join(', ')}`;
    this.log(created ? `Made ${file} with ${environment} and local.` : `${environment} in ${file} ${what}.`);
    this.log(`Next: sbw doctor --env ${environment}`);
    return made;
  }
}
