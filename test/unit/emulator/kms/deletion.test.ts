import assert from 'node:assert/strict';
import { KmsService } from '../../../../src/emulator/kms/index.js';
import { type CallableService, callable, callJson } from '../../../support/call-service.js';

const ARN = 'arn:aws:kms:us-east-1:000000000000:';
const DAY = 86_400_000;

describe('KMS requests to delete a key', () => {
  let kms: CallableService<KmsService>;
  let KeyId: string;

  beforeEach(async () => {
    kms = await callable((context) => new KmsService(context));
    KeyId = await createKey();
  });
  afterEach(() => kms.close());

  const ask = (operation: string, input: object = {}) => callJson(kms, operation, input);

  async function createKey(input: object = {}): Promise<string> {
    const { body } = await ask('CreateKey', input);
    return (body.KeyMetadata as { KeyId: string }).KeyId;
  }

  const codeOf = async (operation: string, input: object = {}) => (await ask(operation, input)).code;
  const messageOf = async (operation: string, input: object = {}) =>
    (await ask(operation, input)).body.message;

  it('schedule the deletion in 7 to 30 days', async () => {
    const windows = [
      [7, 7],
      [30, 30],
      [undefined, 30],
    ] as const;
    for (const [PendingWindowInDays, days] of windows) {
      const key = await createKey();
      const { body } = await ask('ScheduleKeyDeletion', { KeyId: key, PendingWindowInDays });
      assert.deepEqual(body, {
        KeyId: `${ARN}key/${key}`,
        DeletionDate: (kms.clock.start + days * DAY) / 1000,
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      });
    }
    for (const [days, constraint] of [
      [6, 'greater than or equal to 7'],
      [31, 'less than or equal to 30'],
    ] as const)
      assert.equal(
        await messageOf('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: days }),
        `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${constraint}`,
      );
    assert.equal(await codeOf('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' }), 'NotImplemented');
  });

  it('make the key unusable at once, and unknown after its deletion', async () => {
    await ask('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
    const other = await createKey();
    await ask('CreateAlias', { AliasName: 'alias/b', TargetKeyId: other });
    await ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    const { body } = await ask('DescribeKey', { KeyId });
    const { KeyState, DeletionDate, Enabled } = body.KeyMetadata as Record<string, unknown>;
    assert.deepEqual(
      [KeyState, DeletionDate, Enabled],
      ['PendingDeletion', (kms.clock.start + 7 * DAY) / 1000, false],
    );
    for (const [operation, input] of [
      ['EnableKey', {}],
      ['DisableKey', {}],
      ['Encrypt', { Plaintext: 'AA==' }],
      ['TagResource', { Tags: [] }],
      ['UntagResource', { TagKeys: [] }],
      ['UpdateKeyDescription', { Description: '' }],
      ['PutKeyPolicy', { Policy: '{}' }],
      ['ScheduleKeyDeletion', {}],
      ['UpdateAlias', { AliasName: 'alias/b', TargetKeyId: KeyId }],
    ] as const)
      assert.equal(await codeOf(operation, { KeyId, ...input }), 'KMSInvalidStateException', operation);
    await kms.clock.advance(7 * DAY - 1);
    assert.equal(await codeOf('DescribeKey', { KeyId: 'alias/a' }), undefined);
    await kms.clock.advance(1);
    assert.equal(await codeOf('DescribeKey', { KeyId }), 'NotFoundException');
    assert.equal(await codeOf('DescribeKey', { KeyId: 'alias/a' }), 'NotFoundException');
  });

  it('can be cancelled, which leaves the key disabled', async () => {
    assert.equal(await codeOf('CancelKeyDeletion', { KeyId }), 'KMSInvalidStateException');
    await ask('ScheduleKeyDeletion', { KeyId });
    assert.deepEqual((await ask('CancelKeyDeletion', { KeyId })).body, { KeyId: `${ARN}key/${KeyId}` });
    await kms.clock.advance(31 * DAY);
    assert.equal(await codeOf('Encrypt', { KeyId, Plaintext: 'AA==' }), 'DisabledException');
    assert.deepEqual((await ask('GetKeyRotationStatus', { KeyId })).body, {
      KeyId: `${ARN}key/${KeyId}`,
      KeyRotationEnabled: false,
    });
  });
});
