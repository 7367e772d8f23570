import { Args, Flags } from '@oclif/core';
import { contextOf } from '../../cli/credstash/arguments.js';
import { CredstashCommand } from '../../cli/credstash/credstash-command.js';
import { exportsOf, splitCommandLine, verifyComplete } from '../../cli/credstash/exec.js';
import { locationFlags } from '../../cli/credstash/location.js';
import { runWith } from '../../cli/credstash/spawn.js';
import { secretPrefix } from '../../project/index.js';

export default class CredstashExec extends CredstashCommand {
  // Standard output belongs to the command that runs.
  static override enableJsonFlag = false;
  static override summary = 'Run a command with secrets in its environment';
  static override description =
    'The secrets whose names begin with the prefix become variables: without the prefix, in upper case, every character ' +
    'but letters and digits an underscore, one more in front of a digit. local/database/password is DATABASE_PASSWORD. ' +
    'Two secrets that would become the same variable are refused.';
  static override usage = 'credstash exec [ENVIRONMENT] [KEY=VALUE...] [flags] -- COMMAND [ARGUMENT...]';
  static override examples = [
    '<%= config.bin %> <%= command.id %> local -- sh -c \'test -n "$DATABASE_PASSWORD" && echo it is there\'',
    '<%= config.bin %> <%= command.id %> local --strict --expect DATABASE_PASSWORD -- env',
  ];
  static override strict = false;
  static override args = {
    environment: Args.string({ description: 'environment, in place of --env', ignoreStdin: true }),
  };
  static override flags = {
    ...locationFlags,
    prefix: Flags.string({ description: "start of the secrets' names; ENVIRONMENT/ when left out" }),
    expect: Flags.string({
      description: 'variable that the command needs',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'VARIABLE',
    }),
    strict: Flags.boolean({ description: 'do not run with an expected or unreadable variable missing' }),
    pristine: Flags.boolean({ description: 'these variables only, none of the surrounding ones' }),
  };

  async run(): Promise<void> {
    const { own, command } = splitCommandLine(this.argv);
    const { args, argv, flags } = await this.parse(CredstashExec, own);
    const named = args.environment !== undefined && !args.environment.includes('=');
    const env = named ? args.environment : flags.env;
    const { credstash, location } = await this.openCredstash(
      { ...flags, env },
      contextOf(argv, named ? 1 : 0),
    );
    const { prefix = location.environment ? secretPrefix(location.environment.name) : '', expect = [] } =
      flags;
    const found = exportsOf(await credstash.getAll({ startsWith: prefix }), prefix, expect);
    if (flags.strict) verifyComplete(found);
    for (const reason of found.missing) this.report(`Warning: ${reason}`);
    const around = flags.pristine ? {} : process.env;
    process.exitCode = await runWith(command, { ...around, ...found.values });
  }
}
