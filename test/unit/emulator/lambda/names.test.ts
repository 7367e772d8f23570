import assert from 'node:assert/strict';
import { functionArn, notFound, parseFunctionName } from '../../../../src/emulator/lambda/names.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:local-superbowleto-create-boleto';

describe('parseFunctionName', () => {
  for (const [text, name, qualifier] of [
    ['f', 'f', undefined],
    ['f:current', 'f', 'current'],
    ['f:$LATEST', 'f', '$LATEST'],
    ['f:12', 'f', '12'],
    ['000000000000:function:f', 'f', undefined],
    ['function:f:current', 'f', 'current'],
    ['000000000000:f', 'f', undefined],
    ['aZ_-9', 'aZ_-9', undefined],
    ['f:aZ_-9', 'f', 'aZ_-9'],
    ['arn:aws-cn:lambda:cn-north-1:000000000000:function:f', 'f', undefined],
    ['a'.repeat(170), 'a'.repeat(170), undefined],
    [ARN, 'local-superbowleto-create-boleto', undefined],
    [`${ARN}:current`, 'local-superbowleto-create-boleto', 'current'],
  ] as const) {
    it(`reads ${text}`, () => assert.deepEqual(parseFunctionName(text), { name, qualifier }));
  }

  for (const text of [
    ...['', 'a b', ' f', 'f ', 'f.g', 'f:', 'f:a b', 'f:$OTHER', 'f:a:b', '../f', 'arn:aws:s3:::bucket'],
    '00000000000:function:f',
    'x:arn:aws:lambda:us-east-1:000000000000:function:f',
    'a'.repeat(171),
  ]) {
    it(`refuses "${text}"`, () => {
      assert.throws(
        () => parseFunctionName(text),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'ValidationException');
          return error.message.startsWith(
            `1 validation error detected: Value '${text}' at 'functionName' failed`,
          );
        },
      );
    });
  }
});

describe('functionArn', () => {
  const owner = { account: '012345678901', region: 'sa-east-1' };

  it('ends with the qualifier, if there is one', () => {
    const arn = 'arn:aws:lambda:sa-east-1:012345678901:function:f';
    assert.equal(functionArn(owner, 'f'), arn);
    assert.equal(functionArn(owner, 'f', 'current'), `${arn}:current`);
  });
});

describe('notFound', () => {
  it('names the function', () => {
    const { code, status, message, members } = notFound(ARN);
    assert.deepEqual(
      [code, status, message, members],
      ['ResourceNotFoundException', 404, `Function not found: ${ARN}`, { Type: 'User' }],
    );
  });
});
