import type { EnvironmentContext } from '../context.js';
import { isComplete } from './log.js';
import type { DeployState } from './result.js';

/** The caller waits for this call. */
const TIMEOUT_MILLISECONDS = 5_000;

/**
 * Writes to CloudWatch how a release ended, for an alarm. `DeployFailed` is 0 where every function serves what it
 * should serve, and 1 otherwise. A failed write does not change how the release ended: it is a warning.
 */
export async function putOutcomeMetric(
  { clients, environment, clock, report }: EnvironmentContext,
  state: DeployState,
): Promise<void> {
  try {
    // Imported here: nothing else in a deploy needs it.
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
    // Not the signal of the deploy: an interrupted deploy is recorded too.
    await clients.cloudwatch.send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  } catch (error) {
    const { name, message } = Object(error) as Error;
    report(
      `Warning: CloudWatch was not told that this ended as ${state}, so that no alarm knows: ${name}: ${message}`,
    );
  }
}
