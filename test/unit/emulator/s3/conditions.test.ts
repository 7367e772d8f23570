import assert from 'node:assert/strict';
import { checkReadConditions, checkWriteCondition } from '../../../../src/emulator/s3/conditions.js';

const object = { etag: 'abc', lastModified: '2026-01-02T03:04:05.678Z' };

describe('checkWriteCondition', () => {
  it('lets If-None-Match: * write only where nothing is', () => {
    checkWriteCondition({ 'if-none-match': '*' }, 'k', undefined);
    assert.throws(() => checkWriteCondition({ 'if-none-match': '*' }, 'k', object), {
      code: 'PreconditionFailed',
      status: 412,
      members: { Condition: 'If-None-Match' },
    });
  });

  it('lets If-Match write only over that etag', () => {
    checkWriteCondition({ 'if-match': '"abc"' }, 'k', object);
    assert.throws(() => checkWriteCondition({ 'if-match': '"abd"' }, 'k', object), { status: 412 });
    assert.throws(() => checkWriteCondition({ 'if-match': '"abc"' }, 'k', undefined), { code: 'NoSuchKey' });
  });

  it('does not support If-None-Match with an etag', () => {
    assert.throws(() => checkWriteCondition({ 'if-none-match': '"abc"' }, 'k', undefined), { status: 501 });
  });
});

describe('checkReadConditions', () => {
  it('answers 304 for an etag that is known', () => {
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

  it('lets an etag overrule a date', () => {
    const headers = { 'if-none-match': '"x"', 'if-modified-since': 'Sat, 03 Jan 2026 00:00:00 GMT' };
    assert.equal(checkReadConditions(headers, object), 'send');
  });
});
