import { Args, Flags } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { openBrowser } from '../../cli/open/browser.js';
import { urlOf } from '../../cli/open/urls.js';

export default class Open extends BaseCommand {
  static override summary = "Open a function in AWS's console, or print where the API answers";
  static override description =
    'With the name of a function its URL is printed and shown in the browser; without one the URL of the API is printed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> create-boleto --env live',
    '<%= config.bin %> <%= command.id %> create-boleto --env live --print',
    'curl "$(<%= config.bin %> <%= command.id %> --env sandbox)/health"',
  ];
  static override args = {
    function: Args.string({ description: 'as the project file names it', ignoreStdin: true }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    print: Flags.boolean({ description: 'print the URL only' }),
  };

  async run(): Promise<{ readonly url: string }> {
    const { args, flags } = await this.parse(Open);
    const url = await urlOf(await this.open(flags.file, flags.env), args.function);
    this.log(url);
    const isShown = args.function !== undefined && !flags.print && !this.jsonEnabled();
    if (isShown && !(await openBrowser(url))) this.report('No browser could be opened.');
    return { url };
  }
}
