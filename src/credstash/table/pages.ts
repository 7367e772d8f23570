import type { Item } from '../rows.js';

/** The attributes that a listing shows: neither value nor key leaves the table. `Select` says it so that a policy can ask for it. */
export const LISTED = {
  Select: 'SPECIFIC_ATTRIBUTES',
  ProjectionExpression: '#name, #version, #comment',
  ExpressionAttributeNames: { '#name': 'name', '#version': 'version', '#comment': 'comment' },
} as const;

/** The same, and the digest. */
export const HISTORIC = {
  Select: LISTED.Select,
  ProjectionExpression: `${LISTED.ProjectionExpression}, #digest`,
  ExpressionAttributeNames: { ...LISTED.ExpressionAttributeNames, '#digest': 'digest' },
} as const;

interface Page {
  readonly Items?: Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
}

/** DynamoDB ends a page at 1 MB, whatever of it is left after filters: only a page without a key to go on from is the last. */
export async function* everyItem(load: (start: Item | undefined) => Promise<Page>): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const page = await load(start);
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}
