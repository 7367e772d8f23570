import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { S3Service } from '../../../../src/emulator/s3/index.js';
import { type CallableService, callable } from '../../../support/call-service.js';
import { codeOf, textOf, textsOf } from './answers.js';

const ENABLED = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('S3 deletions', () => {
  let s3: CallableService<S3Service>;

  beforeEach(async () => {
    s3 = await callable((context) => new S3Service(context));
    await s3.call('PUT /abc');
  });
  afterEach(() => s3.close());

  const headersOf = async (line: string, headers: Record<string, string> = {}) =>
    (await s3.call(line, headers)).headers;

  describe('DELETE', () => {
    it('checks If-Match', async () => {
      await s3.call('PUT /abc/key', {}, 'text');
      assert.equal(codeOf(await s3.call('DELETE /abc/key', { 'if-match': '"x"' })), '412 PreconditionFailed');
      const other = await s3.call('DELETE /abc/key', { 'if-none-match': '*' });
      assert.equal(codeOf(other), '501 NotImplemented');
      assert.equal((await s3.call('DELETE /abc/key', { 'if-match': `"${md5('text')}"` })).status, 204);
      assert.equal((await s3.call('GET /abc/key')).status, 404);
    });

    it('says nothing of versions without versioning, and of a missing key', async () => {
      await s3.call('PUT /abc/key');
      for (const line of ['DELETE /abc/key', 'DELETE /abc/none']) {
        const { status, headers } = await s3.call(line);
        assert.deepEqual(
          [status, headers['x-amz-version-id'], headers['x-amz-delete-marker']],
          [204, undefined, undefined],
        );
      }
    });

    it('creates and removes a delete marker', async () => {
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      await s3.call('PUT /abc/key', {}, 'text');
      const created = await headersOf('DELETE /abc/key');
      assert.equal(created['x-amz-delete-marker'], 'true');
      const version = String(created['x-amz-version-id']);
      const removed = await headersOf(`DELETE /abc/key?versionId=${version}`);
      assert.deepEqual([removed['x-amz-delete-marker'], removed['x-amz-version-id']], ['true', version]);
      assert.equal((await s3.call('GET /abc/key')).body, 'text');
    });
  });

  describe('POST ?delete', () => {
    const request = (content: string) => `<Delete>${content}</Delete>`;
    const object = (key: string, version = '') =>
      `<Object><Key>${key}</Key>${version && `<VersionId>${version}</VersionId>`}</Object>`;
    const digest = (body: string) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
    const remove = (body: string) => s3.call('POST /abc?delete', digest(body), body);

    it('deletes keys and versions, and reports each', async () => {
      await s3.call('PUT /abc?versioning', {}, ENABLED);
      const { headers } = await s3.call('PUT /abc/a');
      const version = String(headers['x-amz-version-id']);
      const answer = await remove(request(object('a', version) + object('none')));
      const marker = textOf(answer, 'DeleteMarkerVersionId');
      assert.deepEqual(textsOf(answer, 'Deleted'), [
        `<Key>a</Key><VersionId>${version}</VersionId>`,
        `<Key>none</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>${marker}</DeleteMarkerVersionId>`,
      ]);
      const again = await remove(request(object('none', marker)));
      assert.equal(textOf(again, 'DeleteMarkerVersionId'), marker);
      assert.deepEqual(textsOf(await s3.call('GET /abc?versions'), 'Key'), []);
    });

    it('reports nothing when it is quiet', async () => {
      await s3.call('PUT /abc/a');
      const answer = await remove(request(`<Quiet>true</Quiet>${object('a')}`));
      assert.deepEqual([answer.status, textsOf(answer, 'Deleted')], [200, []]);
      assert.equal((await s3.call('GET /abc/a')).status, 404);
      const loud = await remove(request(`<Quiet>false</Quiet>${object('a')}`));
      assert.equal(textsOf(loud, 'Deleted').length, 1);
    });

    it('accepts 1 to 1000 keys', async () => {
      const many = (count: number) => request(object('a').repeat(count));
      assert.equal((await remove(many(1000))).status, 200);
      for (const count of [0, 1001]) assert.equal(codeOf(await remove(many(count))), '400 MalformedXML');
    });

    it('requires a digest of the body', async () => {
      const body = request(object('a'));
      const sha256 = { 'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64') };
      assert.equal((await s3.call('POST /abc?delete', sha256, body)).status, 200);
      for (const name of ['x-other', 'x-amz-checksum-mode'])
        assert.equal(codeOf(await s3.call('POST /abc?delete', { [name]: 'x' }, body)), '400 InvalidRequest');
      assert.equal(codeOf(await s3.call('POST /abc?delete', digest('other'), body)), '400 BadDigest');
    });

    it('refuses an empty key and other settings', async () => {
      assert.equal(codeOf(await remove(request(object('')))), '400 MalformedXML');
      const etag = '<Object><Key>a</Key><ETag>x</ETag></Object>';
      assert.equal(codeOf(await remove(request(etag))), '501 NotImplemented');
    });
  });
});
