import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf, textsOf } from './answers.js';

const locationIn = (region: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;

describe('S3 bucket operations', () => {
  let s3: CallableService<S3Service>;

  beforeEach(async () => {
    s3 = await callable((context) => new S3Service(context));
  });
  afterEach(() => s3.close());

  it('create buckets with a valid name only', async () => {
    for (const name of ['abc', 'a-b.c', '0'.repeat(63), '1.2.3', '1.2.3.4a'])
      assert.equal(codeOf(await s3.call(`PUT /${name}`)), '200', name);
    const refused = ['ab', 'a'.repeat(64), 'Abc', 'a_b', '-ab', 'ab-', '.ab', 'ab.', 'a..b', '1.2.3.4'];
    for (const name of refused)
      assert.equal(codeOf(await s3.call(`PUT /${name}`)), '400 InvalidBucketName', name);
  });

  it('create a bucket twice in us-east-1, and keep its objects', async () => {
    await s3.call('PUT /abc');
    await s3.call('PUT /abc/key', {}, 'text');
    const { status, headers } = await s3.call('PUT /abc');
    assert.deepEqual([status, headers.location], [200, '/abc']);
    assert.equal((await s3.call('GET /abc/key')).body, 'text');
  });

  it('accept in us-east-1 no other location', async () => {
    assert.equal(codeOf(await s3.call('PUT /abc', {}, locationIn('us-east-1'))), '200');
    const refused = await s3.call('PUT /abd', {}, locationIn('EU'));
    assert.equal(codeOf(refused), '400 IllegalLocationConstraintException');
    assert.match(refused.body, /The EU location constraint/);
    assert.equal(textOf(await s3.call('GET /abc?location'), 'LocationConstraint'), undefined);
  });

  it('require elsewhere the region as location, and create a bucket once', async () => {
    const other = await callable((context) => new S3Service(context), { region: 'sa-east-1' });
    const missing = await other.call('PUT /abc');
    assert.equal(codeOf(missing), '400 IllegalLocationConstraintException');
    assert.match(missing.body, /The unspecified location constraint/);
    assert.equal(codeOf(await other.call('PUT /abc', {}, locationIn('sa-east-1'))), '200');
    assert.equal(
      codeOf(await other.call('PUT /abc', {}, locationIn('sa-east-1'))),
      '409 BucketAlreadyOwnedByYou',
    );
    assert.match((await other.call('GET /abc?location')).body, />sa-east-1<\/LocationConstraint>/);
    assert.equal((await other.call('HEAD /abc')).headers['x-amz-bucket-region'], 'sa-east-1');
    await other.close();
  });

  it('refuse other settings of a new bucket', async () => {
    const body = '<CreateBucketConfiguration><Bucket/></CreateBucketConfiguration>';
    assert.equal(codeOf(await s3.call('PUT /abc', {}, body)), '501 NotImplemented');
  });

  it('list buckets by name, in pages, with a prefix', async () => {
    for (const name of ['b-2', 'a-1', 'b-1', 'b-3']) await s3.call(`PUT /${name}`);
    const all = await s3.call('GET /');
    assert.deepEqual(textsOf(all, 'Name'), ['a-1', 'b-1', 'b-2', 'b-3']);
    assert.match(all.body, /<ListAllMyBucketsResult xmlns=.*<Buckets><Bucket><Name>a-1</s);
    assert.deepEqual(
      [textOf(all, 'CreationDate'), textOf(all, 'ID'), textOf(all, 'ContinuationToken')],
      ['2026-03-04T05:06:07.000Z', '000000000000', undefined],
    );
    const first = await s3.call('GET /?prefix=b-&max-buckets=2');
    assert.deepEqual(textsOf(first, 'Name'), ['b-1', 'b-2']);
    const token = textOf(first, 'ContinuationToken');
    const second = await s3.call(`GET /?prefix=b-&max-buckets=2&continuation-token=${token}`);
    assert.deepEqual([textsOf(second, 'Name'), textOf(second, 'ContinuationToken')], [['b-3'], undefined]);
    assert.equal(codeOf(await s3.call('GET /?max-buckets=10000')), '200');
    for (const limit of ['0', '10001', 'x', '-1'])
      assert.equal(codeOf(await s3.call(`GET /?max-buckets=${limit}`)), '400 InvalidArgument', limit);
  });

  it('report versioning, which stays enabled or suspended', async () => {
    await s3.call('PUT /abc');
    const put = (content: string) =>
      s3.call('PUT /abc?versioning', {}, `<VersioningConfiguration>${content}</VersioningConfiguration>`);
    const status = async () => textOf(await s3.call('GET /abc?versioning'), 'Status');
    assert.equal(await status(), undefined);
    for (const value of ['Enabled', 'Suspended']) {
      assert.equal((await put(`<Status>${value}</Status>`)).status, 200);
      assert.equal(await status(), value);
    }
    assert.equal(codeOf(await put('<Status>Unversioned</Status>')), '400 MalformedXML');
    assert.equal(codeOf(await put('<MfaDelete>Enabled</MfaDelete>')), '501 NotImplemented');
    await s3.reopen();
    assert.equal(await status(), 'Suspended');
  });

  it('delete an empty bucket only: a delete marker counts', async () => {
    assert.equal(codeOf(await s3.call('DELETE /abc')), '404 NoSuchBucket');
    await s3.call('PUT /abc');
    const enabled = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await s3.call('PUT /abc?versioning', {}, enabled);
    const { headers } = await s3.call('DELETE /abc/key');
    assert.equal(codeOf(await s3.call('DELETE /abc')), '409 BucketNotEmpty');
    await s3.call(`DELETE /abc/key?versionId=${headers['x-amz-version-id']}`);
    assert.equal(codeOf(await s3.call('DELETE /abc')), '204');
    assert.equal(codeOf(await s3.call('HEAD /abc')), '404 ');
    assert.equal(existsSync(join(s3.directory, 'buckets', 'abc')), false);
  });

  it('answer NoSuchBucket without a bucket', async () => {
    for (const line of [
      'GET /abc',
      'GET /abc?location',
      'GET /abc?versions',
      'PUT /abc/key',
      'DELETE /abc/key',
    ])
      assert.equal(codeOf(await s3.call(line)), '404 NoSuchBucket', line);
  });

  it('remove what a kill left, and nothing else', async () => {
    await s3.call('PUT /abc');
    await s3.call('PUT /abc/key', {}, 'text');
    const upload = textOf(await s3.call('POST /abc/large?uploads'), 'UploadId');
    const buckets = join(s3.directory, 'buckets');
    mkdirSync(join(buckets, 'half-made', 'blobs'), { recursive: true });
    mkdirSync(join(buckets, 'abc', 'uploads', 'half-made'));
    for (const file of ['blobs/unnamed', 'keys/x.json.y.tmp']) writeFileSync(join(buckets, 'abc', file), '');
    await s3.reopen();
    const left = ['.', 'abc/blobs', 'abc/keys', 'abc/uploads'].map((folder) =>
      readdirSync(join(buckets, folder)),
    );
    assert.deepEqual(
      left.map((names) => names.length),
      [1, 1, 1, 1],
    );
    assert.deepEqual([left[0], left[3]], [['abc'], [upload]]);
    assert.equal((await s3.call('GET /abc/key')).body, 'text');
  });
});
