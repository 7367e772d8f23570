import { createInterface } from 'node:readline';
import { Flags } from '@oclif/core';
import { answerSentence, type ChatRoom, type Reply } from '../../chat/index.js';
import { describeError } from '../../cli/describe-error.js';
import { BaseCommand, fileFlag } from '../../cli/index.js';
import { secondInterruption } from '../../cli/interruption.js';
import { SuperbowletoError } from '../../errors.js';
import { connect, loadProject } from '../../project/index.js';

export default class Chat extends BaseCommand {
  static override summary = 'Do what sentences ask for, one after the other';
  static override description =
    'One sentence a line on standard input, its answer on standard output; say help to see what is understood. ' +
    'Ctrl-C ends it after the sentence at work, a second one interrupts that too. Exit code 1: a sentence failed.';
  static override examples = [
    'echo deploy superbowleto/master to sandbox | <%= config.bin %> <%= command.id %> --stdin',
    '<%= config.bin %> <%= command.id %> --stdin --json < sentences.txt',
  ];
  static override flags = {
    stdin: Flags.boolean({ description: 'listen to standard input, which needs no account', required: true }),
    file: fileFlag,
  };

  async run(): Promise<Reply[]> {
    const { flags } = await this.parse(Chat);
    const project = await loadProject(flags.file);
    const { report, signal } = this;
    const replies = await this.listen({
      project,
      open: connect,
      describeError: (error) => describeError(error).message,
      report,
      signal: secondInterruption(signal),
    });
    if (signal.reason instanceof SuperbowletoError) process.exitCode = signal.reason.exitCode;
    if (!replies.every(({ ok }) => ok)) process.exitCode = 1;
    return replies;
  }

  private async listen(room: ChatRoom): Promise<Reply[]> {
    const replies: Reply[] = [];
    for await (const sentence of createInterface({ input: process.stdin, signal: this.signal })) {
      // Lines that came before Ctrl-C are still handed out after it.
      if (this.signal.aborted) break;
      if (!sentence.trim()) continue;
      const reply = await answerSentence(sentence, room);
      this.log(reply.answer);
      replies.push(reply);
    }
    return replies;
  }
}
