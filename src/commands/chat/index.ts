import { Flags } from '@oclif/core';
import type { Reply } from '../../chat/index.js';
import { listenInSlack, listenToLines } from '../../cli/chat/listen.js';
import { BaseCommand, fileFlag } from '../../cli/index.js';
import { SuperbowletoError, UsageError } from '../../errors.js';
import { loadProject } from '../../project/index.js';

export default class Chat extends BaseCommand {
  static override summary = 'Do what is asked for in sentences: on standard input, or in Slack';
  static override description =
    '--stdin: one sentence a line, its answer on standard output; say help to see what is understood. Exit code 1: a ' +
    'sentence failed. --slack: who may do what says the section chat of the project file, and a protected environment ' +
    'is changed when a second person confirms. Tokens come from SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or from ' +
    'secrets that the project file names. Ctrl-C ends it after what is at work, a second one interrupts that too.';
  static override examples = [
    'echo deploy superbowleto/master to sandbox | <%= config.bin %> <%= command.id %> --stdin',
    '<%= config.bin %> <%= command.id %> --stdin --json < sentences.txt',
    '<%= config.bin %> <%= command.id %> --slack',
  ];
  static override flags = {
    stdin: Flags.boolean({
      description: 'listen to standard input, which needs no account',
      exclusive: ['slack'],
    }),
    slack: Flags.boolean({ description: 'listen to Slack, by Socket Mode' }),
    file: fileFlag,
  };

  async run(): Promise<Reply[]> {
    const { flags } = await this.parse(Chat);
    const { stdin, slack } = flags;
    if (!stdin && !slack) throw new UsageError('CHAT_UNCLEAR', 'Say where to listen: --stdin or --slack.');
    const { report, signal } = this;
    const listening = { project: await loadProject(flags.file), report, signal };
    if (slack) await listenInSlack(listening);
    const replies = stdin ? await listenToLines(listening, (answer) => this.log(answer)) : [];
    if (signal.reason instanceof SuperbowletoError) process.exitCode = signal.reason.exitCode;
    if (!replies.every(({ ok }) => ok)) process.exitCode = 1;
    return replies;
  }
}
