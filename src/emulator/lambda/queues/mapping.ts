/** An event source mapping: a function that receives the messages of a queue. */
export interface QueueMapping {
  readonly uuid: string;
  readonly queueArn: string;
  /** ARN of the function, with the alias or the version that the caller named. */
  readonly functionArn: string;
  readonly batchSize: number;
  /** Seconds during which a batch is collected. */
  readonly window: number;
  readonly reportsFailures: boolean;
  /** Batches in progress at the same time, or undefined for Lambda's default. */
  readonly maximumConcurrency: number | undefined;
  readonly enabled: boolean;
  /** The state during the last change. */
  readonly change: 'Creating' | 'Updating' | 'Enabling' | 'Disabling';
  /** Epoch milliseconds, as `readyAt`: the change ends then. */
  readonly changedAt: number;
  readonly readyAt: number;
}

export function mappingState(mapping: QueueMapping, now: number): string {
  if (now < mapping.readyAt) return mapping.change;
  return mapping.enabled ? 'Enabled' : 'Disabled';
}

export function mappingArn(mapping: QueueMapping, owner: { account: string; region: string }): string {
  return `arn:aws:lambda:${owner.region}:${owner.account}:event-source-mapping:${mapping.uuid}`;
}
