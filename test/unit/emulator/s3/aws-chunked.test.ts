import assert from 'node:assert/strict';
import { decodeAwsChunked } from '../../../../src/emulator/s3/aws-chunked.js';

describe('decodeAwsChunked', () => {
  it('puts chunks together and reads the trailer', () => {
    const body = '4\r\nwiki\r\n5\r\npedia\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    const decoded = decodeAwsChunked(Buffer.from(body));
    assert.equal(decoded.data.toString(), 'wikipedia');
    assert.deepEqual(decoded.trailers, { 'x-amz-checksum-crc32': 'AAAAAA==' });
  });

  it('reads signed chunks and keeps line breaks that are data', () => {
    const signature = 'a'.repeat(64);
    const body = `4;chunk-signature=${signature}\r\n\r\n\r\n\r\n0;chunk-signature=${signature}\r\n\r\n`;
    assert.equal(decodeAwsChunked(Buffer.from(body)).data.toString(), '\r\n\r\n');
  });

  it('decodes an empty body', () => {
    assert.equal(decodeAwsChunked(Buffer.from('0\r\n\r\n')).data.length, 0);
  });

  for (const [what, body] of Object.entries({
    'a chunk cut short': '5\r\nabc',
    'a chunk longer than it says': '2\r\nabc\r\n0\r\n\r\n',
    'no last chunk': '3\r\nabc\r\n',
    'plain data': 'hello, world\r\n',
  })) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeAwsChunked(Buffer.from(body)), { code: 'IncompleteBody', status: 400 });
    });
  }
});
