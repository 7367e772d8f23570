import type { Page } from '../../src/boleto/slip/index.js';

/** Every text of a page, labels and lines, in the order in which they are read. */
export function textsOf(page: Page): string[] {
  return page.sections.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.kind === 'cell' ? [...(item.label === undefined ? [] : [item.label]), ...item.text.lines] : [],
    ),
  );
}
