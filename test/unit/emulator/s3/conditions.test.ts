import assert from 'node:assert/strict';
import { checkReadConditions, checkWriteCondition } from '../../../../src/emulator/s3/conditions.js';

const object = { etag: 'abc', lastModified: '2026-01-02T03:04:05.678Z' };

describe('checkWriteCondition', () => {
  it('allows a write with If-None-Match: * only without an object', () => {
    checkWriteCondition({ 'if-none-match': '*' }, 'k', undefined);
    assert.throws(() => checkWriteCondition({ 'if-none-match': '*' }, 'k', object), {
      code: 'PreconditionFailed',
      status: 412,
      members: { Condition: 'If-None-Match' },
    });
  });

  it('allows a write with If-Match only over an object with that etag', () => {
    for (const match of ['"abc"', 'abc', '*', '"x", "abc"'])
      checkWriteCondition({ 'if-match': match }, 'k', object);
    assert.throws(() => checkWriteCondition({ 'if-match': '"abd"' }, 'k', object), {
      code: 'PreconditionFailed',
      members: { Condition: 'If-Match' },
    });
    assert.throws(() => checkWriteCondition({ 'if-match': '"abc"' }, 'k', undefined), { code: 'NoSuchKey' });
  });

  it('refuses If-None-Match with an etag', () => {
    assert.throws(() => checkWriteCondition({ 'if-none-match': '"abc"' }, 'k', undefined), { status: 501 });
  });
});

describe('checkReadConditions', () => {
  it('returns not-modified for a known etag', () => {
    assert.equal(checkReadConditions({ 'if-none-match': '"x", W/"abc"' }, object), 'not-modified');
    assert.equal(checkReadConditions({ 'if-none-match': '"x"' }, object), 'send');
  });

  it('compares dates by the second', () => {
    const same = 'Fri, 02 Jan 2026 03:04:05 GMT';
    assert.equal(checkReadConditions({ 'if-modified-since': same }, object), 'not-modified');
    assert.equal(checkReadConditions({ 'if-unmodified-since': same }, object), 'send');
    assert.throws(
      () => checkReadConditions({ 'if-unmodified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' }, object),
      { members: { Condition: 'If-Unmodified-Since' } },
    );
  });

  it('prefers an etag to a date', () => {
    const headers = { 'if-none-match': '"x"', 'if-modified-since': 'Sat, 03 Jan 2026 00:00:00 GMT' };
    assert.equal(checkReadConditions(headers, object), 'send');
    const match = { 'if-match': '"abc"', 'if-unmodified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };
    assert.equal(checkReadConditions(match, object), 'send');
  });

  it('refuses another etag than that of If-Match', () => {
    assert.throws(() => checkReadConditions({ 'if-match': '"x"' }, object), {
      code: 'PreconditionFailed',
      members: { Condition: 'If-Match' },
    });
  });

  it('sends without conditions, and ignores a date that does not parse', () => {
    for (const name of ['if-modified-since', 'if-unmodified-since'])
      assert.equal(checkReadConditions({ [name]: 'yesterday' }, object), 'send');
    assert.equal(checkReadConditions({}, object), 'send');
    const earlier = { 'if-modified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' };
    assert.equal(checkReadConditions(earlier, object), 'send');
  });
});
