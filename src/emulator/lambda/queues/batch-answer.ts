/**
 * Which messages of a batch a function did not manage, by an answer of ReportBatchItemFailures. Nothing, an empty
 * object and an empty list say that all went well; whatever Lambda cannot make sense of fails the whole batch.
 *
 * @param payload what the function returned, JSON
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

/** Undefined for what is no JSON. */
function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
