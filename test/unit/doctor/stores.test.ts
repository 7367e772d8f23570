import assert from 'node:assert/strict';
import { bucket } from '../../../src/doctor/bucket.js';
import { credentials } from '../../../src/doctor/credentials.js';
import { key } from '../../../src/doctor/key.js';
import { tables } from '../../../src/doctor/tables.js';
import { named, run, TERRAFORM } from './fake-aws.js';

describe('the checks of buckets, credentials, keys and tables', () => {
  describe('bucket', () => {
    for (const [status, problem] of [
      [404, 'is not there'],
      [403, "is another account's, or may not be used with these keys"],
      [301, 'is in another region'],
    ] as const) {
      it(`reads ${status} as "${problem}"`, async () => {
        const HeadBucket = named('x', { $metadata: { httpStatusCode: status } });
        assert.deepEqual(await run(bucket, { HeadBucket }), [`artifacts ${problem} | ${TERRAFORM}`]);
      });
    }

    it('passes on any other error', async () => {
      await assert.rejects(run(bucket, { HeadBucket: named('SlowDown') }), { name: 'SlowDown' });
    });

    it('asks for versions of a bucket of the same account', async () => {
      const GetBucketVersioning = (input: object) =>
        'ExpectedBucketOwner' in input && input.ExpectedBucketOwner === '000000000001'
          ? { Status: 'Enabled' }
          : {};
      assert.deepEqual(await run(bucket, { GetBucketVersioning }), []);
      assert.deepEqual(await run(bucket, { GetBucketVersioning: { Status: 'Suspended' } }), [
        `artifacts keeps no versions: a deleted artifact is gone | ${TERRAFORM}`,
      ]);
    });
  });

  describe('credentials', () => {
    it('are those of the account', async () => {
      const of = (Account: string) => ({ GetCallerIdentity: { Account, Arn: 'arn:x' } });
      assert.deepEqual(await run(credentials, of('000000000001')), []);
      const [finding = ''] = await run(credentials, of('000000000002'));
      assert.ok(
        finding.startsWith(
          'test is account 000000000001, but the AWS keys at hand are of 000000000002 (arn:x)',
        ),
      );
    });

    for (const name of [
      'CredentialsProviderError',
      'ExpiredToken',
      'ExpiredTokenException',
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'PROFILE_MISSING',
    ]) {
      it(`are refused by ${name}`, async () => {
        const findings = await run(credentials, { GetCallerIdentity: named(name) });
        assert.match(findings[0] ?? '', /^the AWS keys at hand are not taken: /);
      });
    }

    it('stay unknown when AWS does not answer', async () => {
      const error = named('Error', { code: 'ECONNREFUSED' });
      const findings = await run(credentials, { GetCallerIdentity: error });
      assert.match(findings[0] ?? '', /^AWS cannot be asked: ECONNREFUSED: /);
    });
  });

  describe('key', () => {
    const of = (KeyState: string) => ({ DescribeKey: { KeyMetadata: { KeyState, KeyId: 'k-1' } } });

    it('is enabled', async () => {
      assert.deepEqual(await run(key, of('Enabled')), []);
    });

    for (const [state, command] of [
      ['PendingDeletion', 'cancel-key-deletion'],
      ['Disabled', 'enable-key'],
    ] as const) {
      it(`${state} is fixed with ${command}`, async () => {
        assert.deepEqual(await run(key, of(state)), [
          `alias/secrets is ${state} | aws kms ${command} --key-id k-1, at once: without it no secret can be read`,
        ]);
      });
    }

    it('does not exist', async () => {
      assert.deepEqual(await run(key, { DescribeKey: named('NotFoundException') }), [
        `alias/secrets is not there | ${TERRAFORM}`,
      ]);
      await assert.rejects(run(key, { DescribeKey: named('AccessDenied') }), { name: 'AccessDenied' });
    });
  });

  describe('tables', () => {
    const keys = (TableName: unknown) => (TableName === 'secrets' ? ['name', 'version'] : ['pk', 'sk']);
    const of =
      (TableStatus: string, names = keys) =>
      ({ TableName }: Record<string, unknown>) => ({
        Table: { TableStatus, KeySchema: names(TableName).map((AttributeName) => ({ AttributeName })) },
      });

    for (const status of ['ACTIVE', 'UPDATING']) {
      it(`${status} can be used`, async () => {
        assert.deepEqual(await run(tables, { DescribeTable: of(status) }), []);
      });
    }

    it('CREATING cannot be used yet', async () => {
      assert.deepEqual(await run(tables, { DescribeTable: of('CREATING') }), [
        'secrets is CREATING | wait until it is ACTIVE',
        'operations is CREATING | wait until it is ACTIVE',
      ]);
    });

    it('need their own keys', async () => {
      const DescribeTable = of('ACTIVE', () => ['name', 'version']);
      assert.deepEqual(await run(tables, { DescribeTable }), [
        `operations has the keys name, version and not pk, sk | ${TERRAFORM}`,
      ]);
    });
  });
});
