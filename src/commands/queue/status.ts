import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { type QueueState, queueStates } from '../../queues/index.js';
import { table } from '../../report.js';

export default class QueueStatus extends BaseCommand {
  static override summary = 'Tell how many messages each queue and its dead-letter queue hold';
  static override description =
    'The counts are as SQS gives them: approximately. What lies in a dead-letter queue was received as often as ' +
    'allowed and is touched by nobody until it is moved back.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env sandbox --json',
  ];
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<readonly QueueState[]> {
    const { flags } = await this.parse(QueueStatus);
    const { project, environment, connection } = await this.open(flags.file, flags.env);
    const states = await queueStates({ sqs: connection.sqs, project, environment });
    const lines = states.map(({ queue, visible, in_flight, delayed }) =>
      [queue, visible, in_flight, delayed].map(String),
    );
    this.log(table([['QUEUE', 'VISIBLE', 'IN FLIGHT', 'DELAYED'], ...lines]));
    return states;
  }
}
