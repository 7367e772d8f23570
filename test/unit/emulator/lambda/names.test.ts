import assert from 'node:assert/strict';
import { parseFunctionName } from '../../../../src/emulator/lambda/names.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:local-superbowleto-create-boleto';

describe('parseFunctionName', () => {
  for (const [text, name, qualifier] of [
    ['f', 'f', undefined],
    ['f:current', 'f', 'current'],
    ['f:$LATEST', 'f', '$LATEST'],
    ['f:12', 'f', '12'],
    ['000000000000:function:f', 'f', undefined],
    ['function:f:current', 'f', 'current'],
    [ARN, 'local-superbowleto-create-boleto', undefined],
    [`${ARN}:current`, 'local-superbowleto-create-boleto', 'current'],
  ] as const) {
    it(`reads ${text}`, () => assert.deepEqual(parseFunctionName(text), { name, qualifier }));
  }

  for (const text of ['', 'a b', 'f:', '../f', 'arn:aws:s3:::bucket']) {
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
