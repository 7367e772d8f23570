import { Args, Flags } from '@oclif/core';
import { BaseCommand, confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { readPayload } from '../../cli/invoke/payload.js';
import { type Invoked, invoke, verifyAnswered } from '../../invocation/index.js';
import { deployedFunction } from '../../project/index.js';
import { printable } from '../../report.js';

export default class Invoke extends BaseCommand {
  static override summary = 'Invoke a function once, and print what it answers';
  static override description =
    'Through the alias current, unless a version or another alias is named. The call is sent once, whatever becomes of ' +
    'its answer. A function that breaks ends it with exit code 1.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> describe-service --payload \'{"superbowleto":"smoke"}\'',
    '<%= config.bin %> <%= command.id %> create-boleto --env sandbox --payload @event.json --logs',
    'jq .event saved.json | <%= config.bin %> <%= command.id %> register-boleto --env sandbox --payload - --version 12',
  ];
  static override args = {
    function: Args.string({
      description: 'as the project file names it',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    payload: Flags.string({
      description: 'the event: JSON, @FILE, or - for standard input; {} when left out',
      helpValue: 'JSON',
    }),
    alias: Flags.string({
      description: 'alias to call; current when left out',
      helpValue: 'NAME',
      exclusive: ['version'],
    }),
    version: Flags.string({
      description: 'Lambda version to call, in place of an alias',
      helpValue: 'NUMBER',
    }),
    logs: Flags.boolean({ description: 'print the last 4 KiB that the call logged, on standard error' }),
    confirm: confirmFlag,
  };

  async run(): Promise<Invoked> {
    const { args, flags } = await this.parse(Invoke);
    const { project, environment, connection } = await this.open(flags.file, flags.env);
    const which = deployedFunction(project, environment, args.function);
    const payload = await readPayload(flags.payload);
    const qualifier = flags.version ?? flags.alias;
    await confirmProtected(environment, flags.confirm, [
      `This invokes ${which.functionName}, which does there whatever the event asks for.`,
    ]);
    const invocation = {
      lambda: connection.lambda,
      ...which,
      ...(qualifier === undefined ? {} : { qualifier }),
      signal: this.signal,
    };
    const invoked = await invoke(invocation, payload, { logs: flags.logs });
    if (invoked.logs) process.stderr.write(printable(invoked.logs));
    verifyAnswered(invocation, invoked);
    this.log(process.stdout.isTTY ? printable(invoked.text) : invoked.text);
    return invoked;
  }
}
