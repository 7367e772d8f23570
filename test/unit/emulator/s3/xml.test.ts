import assert from 'node:assert/strict';
import { childrenOf, childText, element, parseXml } from '../../../../src/emulator/s3/xml.js';

const nested = (levels: number) => `<Delete>${'<a>'.repeat(levels - 1)}${'</a>'.repeat(levels - 1)}</Delete>`;

describe('parseXml', () => {
  it('reads a declaration, a namespace, prefixes, comments and empty elements', () => {
    const parsed = parseXml(
      '<?xml version="1.0"?><!-- c --><s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><s3:Object><s3:Key>a &amp; b&#x20;c</s3:Key></s3:Object><s3:Quiet/></s3:Delete>',
      'Delete',
    );
    const [object] = childrenOf(parsed, 'Object');
    assert.equal(object && childText(object, 'Key'), 'a & b c');
    assert.equal(childText(parsed, 'Quiet'), '');
  });

  it('keeps white space, CDATA and characters beyond the Basic Multilingual Plane', () => {
    const parsed = parseXml('<Delete><Key> <![CDATA[<&>]]>😀\n</Key></Delete>', 'Delete');
    assert.equal(childText(parsed, 'Key'), ' <&>😀\n');
  });

  for (const [what, source] of Object.entries({
    'another root': '<Other/>',
    'a missing end': '<Delete><Object>',
    'a wrong end': '<Delete><Object></Delete></Object>',
    'an unknown entity': '<Delete>&bomb;</Delete>',
    'a document type': '<!DOCTYPE d [<!ENTITY a "b">]><Delete>&a;</Delete>',
    'an entity without its end': '<Delete>&amp</Delete>',
    'a character beyond Unicode': '<Delete>&#x110000;</Delete>',
    'text after the root': '<Delete/>x',
    'an empty document': '',
    '22 levels': nested(22),
    '10000 levels': '<a>'.repeat(10_000),
  })) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseXml(source, 'Delete'), { code: 'MalformedXML' });
    });
  }

  it('reads 21 levels', () => {
    assert.equal(parseXml(nested(21), 'Delete').name, 'Delete');
  });

  it('reads every kind of reference, and a byte order mark', () => {
    const parsed = parseXml(
      '\uFEFF<Delete>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#X43;&#x10ffff;</Delete>',
      'Delete',
    );
    assert.equal(parsed.text, '<>&"\'ABC\u{10ffff}');
  });
});

describe('element', () => {
  it('escapes text and control characters, and omits an undefined one', () => {
    assert.equal(element('Key', 'a<b>&\u0001\t\n\u001f'), '<Key>a&lt;b&gt;&amp;&#1;\t\n&#31;</Key>');
    assert.equal(element('Key', undefined), '');
  });
});
