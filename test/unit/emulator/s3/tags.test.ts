import assert from 'node:assert/strict';
import { tagsFromHeader, tagsFromXml, tagsToXml } from '../../../../src/emulator/s3/tags.js';

describe('tags', () => {
  it('reads the header and writes what it reads back', () => {
    const tags = tagsFromHeader('release=1.2&owner=a%26b');
    assert.deepEqual(tags, { release: '1.2', owner: 'a&b' });
    assert.deepEqual(tagsFromXml(tagsToXml(tags)), tags);
  });

  it('refuses the same key twice', () => {
    assert.throws(() => tagsFromHeader('a=1&a=2'), { code: 'InvalidArgument' });
    const xml =
      '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag></TagSet></Tagging>';
    assert.throws(() => tagsFromXml(xml), { code: 'InvalidTag' });
  });

  it('refuses more than ten', () => {
    const header = Array.from({ length: 11 }, (_, index) => `k${index}=v`).join('&');
    assert.throws(() => tagsFromHeader(header), { message: 'Object tags cannot be greater than 10' });
  });
});
