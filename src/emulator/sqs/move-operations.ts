import { invalidParameter } from './errors.js';
import type { MoveTask, Operation } from './operation.js';

/**
 * Moves are done within the call that starts them, so that none is ever running, limited or cancelled. The destination
 * has to be named: back to each message's own source is not played.
 */
export const moveOperations: Readonly<Record<string, Operation>> = {
  StartMessageMoveTask: {
    members: ['SourceArn', 'DestinationArn'],
    run: ({ queues, moves }, input) => {
      const source = queues.byArn(input.text('SourceArn'));
      const destination = queues.byArn(input.text('DestinationArn'));
      if (!queues.list().some((queue) => queues.deadLettersOf(queue) === source)) {
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      }
      if (source === destination) throw invalidParameter('Source and destination must not be the same.');
      const moved = source.moveTo(destination);
      const [sourceArn, destinationArn] = [source.file.arn, destination.file.arn];
      moves.push({ sourceArn, destinationArn, moved, started: Date.now() });
      return { TaskHandle: Buffer.from(`${sourceArn} ${moves.length}`).toString('base64') };
    },
  },
  ListMessageMoveTasks: {
    members: ['SourceArn', 'MaxResults'],
    run: ({ queues, moves }, input) => {
      const { arn } = queues.byArn(input.text('SourceArn')).file;
      const limits = { minimum: 1, maximum: 10, reason: 'Must be between 1 and 10, if provided.' };
      const wanted = input.integer('MaxResults', limits) ?? 1;
      const own = moves.filter(({ sourceArn }) => sourceArn === arn);
      return { Results: own.reverse().slice(0, wanted).map(described) };
    },
  },
};

function described({ sourceArn, destinationArn, moved, started }: MoveTask) {
  return {
    Status: 'COMPLETED',
    SourceArn: sourceArn,
    DestinationArn: destinationArn,
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: moved,
    StartedTimestamp: started,
  };
}
