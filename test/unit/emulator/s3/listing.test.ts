import assert from 'node:assert/strict';
import { compareKeys } from '../../../../src/emulator/s3/bucket.js';
import { type ListingQuery, listPage, urlEncoded } from '../../../../src/emulator/s3/listing.js';

const keys = ['a', 'b/1', 'b/2', 'b/3/x', 'c', 'd/1'];
const query: ListingQuery = { prefix: '', delimiter: '', after: '', limit: 1000 };

function pages(overrides: Partial<ListingQuery>): string[][] {
  const found: string[][] = [];
  let after = '';
  for (;;) {
    const page = listPage(keys, { ...query, ...overrides, after });
    found.push([...page.keys, ...page.commonPrefixes]);
    if (page.next === undefined) return found;
    after = page.next;
  }
}

describe('listPage', () => {
  it('returns a common prefix for keys that are equal up to the delimiter', () => {
    const page = listPage(keys, { ...query, delimiter: '/' });
    assert.deepEqual(page, { keys: ['a', 'c'], commonPrefixes: ['b/', 'd/'], next: undefined });
  });

  it('looks for the delimiter after the prefix', () => {
    const page = listPage(keys, { ...query, prefix: 'b/', delimiter: '/' });
    assert.deepEqual(page, { keys: ['b/1', 'b/2'], commonPrefixes: ['b/3/'], next: undefined });
  });

  it('returns every key once over all pages', () => {
    assert.deepEqual(pages({ limit: 4 }), [
      ['a', 'b/1', 'b/2', 'b/3/x'],
      ['c', 'd/1'],
    ]);
  });

  it('returns every common prefix once over all pages', () => {
    assert.deepEqual(pages({ delimiter: '/', limit: 1 }), [['a'], ['b/'], ['c'], ['d/']]);
  });

  it('reports no next page after a full last page', () => {
    assert.equal(listPage(keys, { ...query, limit: 6 }).next, undefined);
    assert.equal(listPage(keys, { ...query, limit: 5 }).next, 'c');
  });

  it('returns a common prefix when the page starts after one of its keys', () => {
    assert.deepEqual(listPage(keys, { ...query, delimiter: '/', after: 'b/1' }).commonPrefixes, ['b/', 'd/']);
  });
});

describe('compareKeys', () => {
  it('orders by UTF-8 bytes, unlike JavaScript', () => {
    assert.ok('\u{1f600}' < '\uff5e');
    assert.ok(compareKeys('\u{1f600}', '\uff5e') > 0);
  });
});

describe('urlEncoded', () => {
  it('encodes all but unreserved characters and slashes', () => {
    assert.equal(urlEncoded('a b/ü+(1)!*.txt'), 'a%20b/%C3%BC%2B%281%29%21%2A.txt');
  });
});
