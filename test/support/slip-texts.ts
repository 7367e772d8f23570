import type { Page } from '../../src/boleto/slip/index.js';

/** Returns the labels and lines of a page in reading order. */
export function textsOf(page: Page): string[] {
  return page.sections.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.kind === 'cell' ? [...(item.label === undefined ? [] : [item.label]), ...item.text.lines] : [],
    ),
  );
}
