import { isComplete } from './log.js';
import type { RecordContext } from './record.js';
import type { DeployState } from './result.js';

/** Milliseconds. Whoever deploys waits for it. */
const PATIENCE = 5_000;

/**
 * Tells CloudWatch how a release ended, for an alarm: `DeployFailed` is 1 where not every function serves what it was to
 * serve, and 0 where they all do. What has ended has ended: a CloudWatch that cannot be told changes nothing, and is a
 * warning.
 */
export async function tellOutcome(
  { clients, environment, clock, report }: Omit<RecordContext, 'signal'>,
  state: DeployState,
): Promise<void> {
  try {
    // Loaded here: most of a deploy does without.
    const { PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const command = new PutMetricDataCommand({
      Namespace: 'superbowleto',
      MetricData: [
        {
          MetricName: 'DeployFailed',
          Dimensions: [{ Name: 'environment', Value: environment.name }],
          Timestamp: clock.now(),
          Value: isComplete({ state }) ? 0 : 1,
          Unit: 'Count',
        },
      ],
    });
    // Of its own: an interrupted deploy is told as well.
    await clients.cloudwatch.send(command, { abortSignal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const { name, message } = Object(error) as Error;
    report(
      `Warning: CloudWatch was not told that this ended as ${state}, so that no alarm knows: ${name}: ${message}`,
    );
  }
}
