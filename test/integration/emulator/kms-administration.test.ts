import assert from 'node:assert/strict';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { KmsService } from '../../../src/emulator/kms/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { type OneService, serveOne } from '../../support/one-service.js';

const DAY = 86_400_000;

describe('the administration of KMS keys', () => {
  let clock: ManualClock;
  let one: OneService<KmsService>;
  let kms: KMSClient;
  let KeyId: string;
  let arn: string;

  beforeEach(async () => {
    clock = new ManualClock();
    one = await serveOne((context) => new KmsService(context), { clock });
    kms = new KMSClient(one.client);
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        Tags: [
          { TagKey: 'a', TagValue: '1' },
          { TagKey: 'b', TagValue: '2' },
        ],
      }),
    );
    KeyId = KeyMetadata?.KeyId ?? '';
    arn = KeyMetadata?.Arn ?? '';
  });
  afterEach(async () => {
    kms.destroy();
    await one.stop();
  });

  const policy = async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '';
  const aliases = async () => (await kms.send(new ListAliasesCommand({ KeyId }))).Aliases;
  const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  it('returns the default policy of AWS for a key that was created without one', async () => {
    assert.deepEqual(JSON.parse(await policy()).Statement[0].Principal, {
      AWS: 'arn:aws:iam::000000000000:root',
    });
  });

  it('stores a policy', async () => {
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
    await one.restart();
    assert.equal(await policy(), Policy);
  });

  it('stores the policy that a key is created with', async () => {
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    KeyId = (await kms.send(new CreateKeyCommand({ Policy }))).KeyMetadata?.KeyId ?? '';
    assert.equal(await policy(), Policy);
  });

  it('refuses a policy that is not JSON', async () => {
    await assert.rejects(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: '{' })), {
      name: 'MalformedPolicyDocumentException',
    });
  });

  it('reports that no key is rotated', async () => {
    const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    assert.equal(KeyRotationEnabled, false);
  });

  it('changes a description and removes tags', async () => {
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'secrets' }));
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] }));
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    assert.equal(KeyMetadata?.Description, 'secrets');
    assert.deepEqual(Tags, [{ TagKey: 'b', TagValue: '2' }]);
  });

  it('points an alias at another key, and deletes it', async () => {
    const other = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/x', TargetKeyId: other }));
    await kms.send(new UpdateAliasCommand({ AliasName: 'alias/x', TargetKeyId: KeyId }));
    assert.deepEqual(
      (await aliases())?.map(({ AliasName }) => AliasName),
      ['alias/x'],
    );
    await kms.send(new DeleteAliasCommand({ AliasName: 'alias/x' }));
    assert.deepEqual(await aliases(), []);
    await assert.rejects(kms.send(new DeleteAliasCommand({ AliasName: 'alias/x' })), {
      name: 'NotFoundException',
      message: 'Alias arn:aws:kms:us-east-1:000000000000:alias/x is not found.',
    });
  });

  it('deletes a key with its alias after the window, and refuses to use it before', async () => {
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/x', TargetKeyId: KeyId }));
    const { DeletionDate } = await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }),
    );
    assert.equal(DeletionDate?.getTime(), clock.start + 7 * DAY);
    assert.equal(await state(), 'PendingDeletion');
    const pending = { name: 'KMSInvalidStateException', message: `${arn} is pending deletion.` };
    await assert.rejects(kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })), pending);
    await assert.rejects(kms.send(new EnableKeyCommand({ KeyId })), pending);
    await clock.advance(7 * DAY);
    await assert.rejects(state(), { name: 'NotFoundException', message: `Key '${arn}' does not exist` });
    assert.deepEqual((await kms.send(new ListKeysCommand({}))).Keys, []);
    assert.deepEqual((await kms.send(new ListAliasesCommand({}))).Aliases, []);
  });

  it('keeps a key disabled after its deletion was cancelled', async () => {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    await clock.advance(31 * DAY);
    assert.equal(await state(), 'Disabled');
    await assert.rejects(kms.send(new CancelKeyDeletionCommand({ KeyId })), {
      name: 'KMSInvalidStateException',
      message: `${arn} is not pending deletion.`,
    });
  });

  it('refuses a window of fewer than seven days', async () => {
    await assert.rejects(kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 })), {
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '6' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value greater than or equal to 7",
    });
  });
});
