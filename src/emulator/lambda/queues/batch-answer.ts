/**
 * Returns the ids of the messages that a function with ReportBatchItemFailures did not process. For null, an empty object
 * or an empty list, every message succeeded. As on Lambda, any other answer than a valid list fails the whole batch.
 *
 * @param payload the function's answer, JSON
 */
export function failedMessages(payload: Buffer, messageIds: readonly string[]): Set<string> {
  const everything = new Set(messageIds);
  const answer = parse(payload);
  if (answer === null) return new Set();
  if (typeof answer !== 'object' || Array.isArray(answer)) return everything;
  const members = Object.keys(answer);
  if (members.length === 0) return new Set();
  if (!('batchItemFailures' in answer)) return everything;
  const failures: unknown = answer.batchItemFailures;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return everything;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !everything.has(id)) return everything;
    failed.add(id);
  }
  return failed;
}

/** Returns undefined for invalid JSON. */
function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
