import { Args } from '@oclif/core';
import { BaseCommand, confirmFlag, confirmProtected, environmentFlag, fileFlag } from '../../cli/index.js';
import { systemClock } from '../../clock.js';
import { type Redriven, redrive } from '../../queues/index.js';

export default class QueueRedrive extends BaseCommand {
  static override summary = 'Move the messages of a dead-letter queue back to its queue';
  static override description =
    'They count as just sent there. The reminder of a boleto that has failed is then dropped: its way back is ' +
    'sbw boleto retry.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> boletos-to-register',
    '<%= config.bin %> <%= command.id %> boletos-to-register --env live --confirm live',
  ];
  static override args = {
    queue: Args.string({ description: 'the queue, as superbowleto.yml names it', required: true }),
  };
  static override flags = { env: environmentFlag, file: fileFlag, confirm: confirmFlag };

  async run(): Promise<Redriven> {
    const { args, flags } = await this.parse(QueueRedrive);
    const { project, environment, connection } = await this.open(flags.file, flags.env);
    await confirmProtected(environment, flags.confirm, [
      `Every message in the dead-letter queue of ${args.queue} in ${environment.name} will be processed again.`,
    ]);
    const { report, signal } = this;
    const { sqs } = connection;
    const options = { sqs, project, environment, queue: args.queue, clock: systemClock, report, signal };
    const moved = await redrive(options);
    this.log(`${moved.moved} messages moved from ${moved.from} to ${moved.to}.`);
    return moved;
  }
}
