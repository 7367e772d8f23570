import type { Item } from '../rows.js';

/**
 * Requests the attributes that a listing shows: neither value nor key leaves the table. An IAM policy can demand `Select`.
 */
export const LISTED = {
  Select: 'SPECIFIC_ATTRIBUTES',
  ProjectionExpression: '#name, #version, #comment',
  ExpressionAttributeNames: { '#name': 'name', '#version': 'version', '#comment': 'comment' },
} as const;

/** Requests the attributes of a listing and the digest. */
export const HISTORIC = {
  Select: LISTED.Select,
  ProjectionExpression: `${LISTED.ProjectionExpression}, #digest`,
  ExpressionAttributeNames: { ...LISTED.ExpressionAttributeNames, '#digest': 'digest' },
} as const;

interface Page {
  readonly Items?: Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
}

/** Loads every page. DynamoDB ends a page at 1 MB, before filters apply, so that an empty page may have a next one. */
export async function* everyItem(load: (start: Item | undefined) => Promise<Page>): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const page = await load(start);
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}
