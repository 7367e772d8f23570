import { AwsError } from '../aws/service.js';
import { queryCode } from './errors.js';
import type { Input } from './input.js';

export interface BatchResult {
  readonly Successful: readonly Readonly<Record<string, string>>[];
  readonly Failed: readonly {
    readonly Id: string;
    readonly SenderFault: boolean;
    readonly Code: string;
    readonly Message: string;
  }[];
}

const MAXIMUM_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/**
 * Runs `each` for every entry. An error of the client in one entry fails only that entry.
 *
 * @param kind the operation of an entry, for the error texts: `SendMessage`, `DeleteMessage`, `ChangeMessageVisibility`
 * @param each returns the members of the result besides `Id`
 * @throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct
 */
export function runBatch(
  entries: readonly Input[],
  kind: string,
  each: (entry: Input) => Record<string, string>,
): BatchResult {
  checkBatch(entries, kind);
  const successful: Record<string, string>[] = [];
  const failed: BatchResult['Failed'][number][] = [];
  for (const entry of entries) {
    const id = entry.text('Id');
    try {
      successful.push({ Id: id, ...each(entry) });
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      failed.push({ Id: id, SenderFault: true, Code: queryCode(error), Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

function checkBatch(entries: readonly Input[], kind: string): void {
  if (entries.length === 0) {
    throw batchError(
      'EmptyBatchRequest',
      `There should be at least one ${kind}BatchRequestEntry in the request.`,
    );
  }
  if (entries.length > MAXIMUM_ENTRIES) {
    throw batchError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAXIMUM_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map((entry) => entry.optionalText('Id') ?? '');
  if (!ids.every((id) => ENTRY_ID.test(id))) {
    throw batchError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw batchError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

export const batchError = (code: string, message: string): AwsError => new AwsError(code, 400, message);
