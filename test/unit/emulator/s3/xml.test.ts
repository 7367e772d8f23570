import assert from 'node:assert/strict';
import { childrenOf, childText, element, parseXml } from '../../../../src/emulator/s3/xml.js';

describe('parseXml', () => {
  it('reads what clients send: a declaration, a namespace, prefixes, comments, empty elements', () => {
    const parsed = parseXml(
      '<?xml version="1.0"?><!-- c --><s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><s3:Object><s3:Key>a &amp; b&#x20;c</s3:Key></s3:Object><s3:Quiet/></s3:Delete>',
      'Delete',
    );
    const [object] = childrenOf(parsed, 'Object');
    assert.equal(object && childText(object, 'Key'), 'a & b c');
    assert.equal(childText(parsed, 'Quiet'), '');
  });

  it('keeps white space, CDATA and characters beyond the basic plane in a key', () => {
    const parsed = parseXml('<Delete><Key> <![CDATA[<&>]]>😀\n</Key></Delete>', 'Delete');
    assert.equal(childText(parsed, 'Key'), ' <&>😀\n');
  });

  for (const [what, source] of Object.entries({
    'another root': '<Other/>',
    'a missing end': '<Delete><Object>',
    'a wrong end': '<Delete><Object></Delete></Object>',
    'an unknown entity': '<Delete>&bomb;</Delete>',
    'a document type': '<!DOCTYPE d [<!ENTITY a "b">]><Delete>&a;</Delete>',
    'text behind the root': '<Delete/>x',
    nothing: '',
    'depth without end': '<a>'.repeat(10_000),
  })) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseXml(source, 'Delete'), { code: 'MalformedXML' });
    });
  }
});

describe('element', () => {
  it('escapes text, control characters too, and leaves undefined out', () => {
    assert.equal(element('Key', 'a<b>&\u0001'), '<Key>a&lt;b&gt;&amp;&#1;</Key>');
    assert.equal(element('Key', undefined), '');
  });
});
