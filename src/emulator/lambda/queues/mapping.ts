/** An event source mapping: a queue whose messages a function takes. */
export interface QueueMapping {
  readonly uuid: string;
  readonly queueArn: string;
  /** ARN of the function, with its alias or version if it was given one. */
  readonly functionArn: string;
  readonly batchSize: number;
  /** Seconds for which a batch is gathered. */
  readonly window: number;
  readonly reportsFailures: boolean;
  /** Batches at work at the same time; undefined: Lambda's own number. */
  readonly maximumConcurrency: number | undefined;
  readonly enabled: boolean;
  /** What it is called while its last change is under way. */
  readonly change: 'Creating' | 'Updating' | 'Enabling' | 'Disabling';
  /** Epoch milliseconds. */
  readonly changedAt: number;
  readonly readyAt: number;
}

export function mappingState(mapping: QueueMapping, now: number): string {
  if (now < mapping.readyAt) return mapping.change;
  return mapping.enabled ? 'Enabled' : 'Disabled';
}

export function mappingArn(mapping: QueueMapping, place: { account: string; region: string }): string {
  return `arn:aws:lambda:${place.region}:${place.account}:event-source-mapping:${mapping.uuid}`;
}
