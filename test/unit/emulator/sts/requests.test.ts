import assert from 'node:assert/strict';
import { StsService } from '../../../../src/emulator/sts/index.js';
import { callable } from '../../../support/call-service.js';

describe('STS requests', () => {
  it('answer who calls, and nothing else', async () => {
    const sts = await callable((context) => new StsService(context));
    const { body } = await sts.call('POST /', {}, 'Action=GetCallerIdentity&Version=2011-06-15');
    assert.match(
      body,
      /<Arn>arn:aws:iam::000000000000:user\/local-stage<\/Arn><UserId>AKIATEST<\/UserId><Account>000000000000<\/Account>/,
    );
    const other = await sts.call('POST /', {}, 'Action=GetSessionToken');
    assert.equal(other.status, 501);
    assert.match(other.body, /does not support STS GetSessionToken\./);
    await sts.close();
  });
});
