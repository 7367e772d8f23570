import assert from 'node:assert/strict';
import { matchRoute } from '../../../../src/emulator/lambda/api/routes.js';

describe('matchRoute', () => {
  it('returns the operation and the parts of the path', () => {
    assert.deepEqual(matchRoute('GET', '/2015-03-31/functions/f/aliases/current'), {
      operation: 'GetAlias',
      params: { FunctionName: 'f', Name: 'current' },
    });
  });

  it('decodes an ARN', () => {
    const path =
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations';
    assert.deepEqual(matchRoute('POST', path), {
      operation: 'Invoke',
      params: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f' },
    });
  });

  it('ignores a slash at the end, which the SDK sends', () => {
    assert.equal(matchRoute('GET', '/2015-03-31/functions/')?.operation, 'ListFunctions');
  });

  it('returns undefined for another method or another path', () => {
    assert.equal(matchRoute('PATCH', '/2015-03-31/functions'), undefined);
    assert.equal(matchRoute('GET', '/2015-03-31/functions/f/other'), undefined);
  });
});
