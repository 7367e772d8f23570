import { invalidParameter } from './errors.js';
import type { MoveTask, Operation } from './operation.js';

/**
 * The operations that move messages out of a dead-letter queue.
 *
 * A move completes within the call that starts it, so that no task is ever running and none can be cancelled. The
 * request has to name a destination: moving messages back to their own sources is not supported.
 */
export const moveOperations: Readonly<Record<string, Operation>> = {
  StartMessageMoveTask: {
    members: ['SourceArn', 'DestinationArn'],
    run: ({ queues, moves, clock }, input) => {
      const source = queues.byArn(input.text('SourceArn'));
      const destination = queues.byArn(input.text('DestinationArn'));
      if (!queues.list().some((queue) => queues.deadLetterQueueOf(queue) === source)) {
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      }
      if (source === destination) throw invalidParameter('Source and destination must not be the same.');
      const moved = source.moveTo(destination);
      const [sourceArn, destinationArn] = [source.file.arn, destination.file.arn];
      moves.push({ sourceArn, destinationArn, moved, started: clock.now().getTime() });
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
