import assert from 'node:assert/strict';
import { consoleUrl } from '../../../../src/cli/open/console-url.js';

describe('consoleUrl', () => {
  for (const [region, start] of [
    ['sa-east-1', 'https://sa-east-1.console.aws.amazon.com/lambda/home?region=sa-east-1'],
    ['cn-north-1', 'https://console.amazonaws.cn/lambda/home?region=cn-north-1'],
    ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/lambda/home?region=us-gov-west-1'],
  ] as const) {
    it(`is the URL of the console of ${region}`, () =>
      assert.equal(consoleUrl({ region }, 'live-a-b'), `${start}#/functions/live-a-b/aliases/current`));
  }
});
