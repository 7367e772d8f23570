import assert from 'node:assert/strict';
import { decodeAwsChunked } from '../../../../src/emulator/s3/aws-chunked.js';

describe('decodeAwsChunked', () => {
  it('joins the chunks and reads the trailers', () => {
    const body = '4\r\nwiki\r\n5\r\npedia\r\n0\r\nX-Amz-Checksum-CRC32: AAAAAA== \r\nb:2\n\r\nc:3\r\n';
    const decoded = decodeAwsChunked(Buffer.from(body));
    assert.equal(decoded.data.toString(), 'wikipedia');
    assert.deepEqual(decoded.trailers, { 'x-amz-checksum-crc32': 'AAAAAA==', b: '2' });
  });

  it('reads signed chunks, and keeps line breaks of the data', () => {
    const signature = 'a'.repeat(64);
    const body = `4;chunk-signature=${signature}\r\n\r\n\r\n\r\n0;chunk-signature=${signature}\r\n\r\n`;
    assert.equal(decodeAwsChunked(Buffer.from(body)).data.toString(), '\r\n\r\n');
  });

  it('decodes an empty body', () => {
    assert.equal(decodeAwsChunked(Buffer.from('0\r\n\r\n')).data.length, 0);
  });

  for (const [what, body] of Object.entries({
    'a chunk that is cut off': '5\r\nabc',
    'a chunk without its line break': '3\r\nabc',
    'a chunk that is longer than its size': '2\r\nabc\r\n0\r\n\r\n',
    'a body without the last chunk': '3\r\nabc\r\n',
    'a size of nine digits': '000000003\r\nabc\r\n0\r\n\r\n',
    'a signature of another length': '3;chunk-signature=ab\r\nabc\r\n0\r\n\r\n',
    'plain data': 'hello, world\r\n',
  })) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeAwsChunked(Buffer.from(body)), { code: 'IncompleteBody', status: 400 });
    });
  }

  it('refuses a trailer without a name', () => {
    for (const trailer of [':1', 'x'])
      assert.throws(() => decodeAwsChunked(Buffer.from(`0\r\n${trailer}\r\n\r\n`)), {
        code: 'MalformedTrailerError',
        status: 400,
      });
  });

  it('reads a size in hexadecimal, in either case', () => {
    assert.equal(decodeAwsChunked(Buffer.from(`A\r\n${'x'.repeat(10)}\r\n0\r\n\r\n`)).data.length, 10);
  });
});
