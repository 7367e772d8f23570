import assert from 'node:assert/strict';
import { checksum } from '../../../src/migrations/index.js';

describe('checksum', () => {
  it('begins with its algorithm', () => {
    assert.equal(
      checksum('select 1'),
      'sha256:822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f',
    );
  });

  it('ignores line ends, a byte order mark and white space at the end', () => {
    assert.equal(checksum('\u{feff}select 1,\r\n2\r\n'), checksum('select 1,\n2'));
  });

  it('differs for another text', () => {
    assert.notEqual(checksum('select 1'), checksum('select 2'));
  });
});
