import assert from 'node:assert/strict';
import {
  checkMessageAttributes,
  md5OfAttributes,
  selectAttributes,
  sizeOfAttributes,
} from '../../../../src/emulator/sqs/message-attributes.js';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const attributes = { General: text('Kenobi'), Hello: text('There'), 'Help.Me': text('Me') };

describe('md5OfAttributes', () => {
  // AWS answered these digests; LocalStack's snapshot tests of 2022 and 2023 recorded them.
  it('returns the digest that AWS answers for strings', () => {
    assert.equal(md5OfAttributes({ Foo: text('Bar') }), 'ae7155c6026991b6d54b11589678bf9c');
    assert.equal(md5OfAttributes(attributes), '4c360f3fdafd970e05fae2f149d997f5');
  });

  it('returns the digest that AWS answers for bytes', () => {
    const value = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01');
    const attribute = { DataType: 'Binary', BinaryValue: value.toString('base64') };
    assert.equal(md5OfAttributes({ attr1: attribute }), '8cbe4db156db8a94db8b801b7addb984');
  });

  it('returns undefined without attributes', () => {
    assert.equal(md5OfAttributes({}), undefined);
  });
});

describe('sizeOfAttributes', () => {
  it('adds the bytes of names, types and values', () => {
    const binary = { DataType: 'Binary', BinaryValue: Buffer.alloc(5).toString('base64') };
    assert.equal(sizeOfAttributes({ é: text('é'), b: binary }), 2 + 6 + 2 + (1 + 6 + 5));
    assert.equal(sizeOfAttributes({}), 0);
  });
});

describe('selectAttributes', () => {
  for (const [wanted, digest] of [
    [['All'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['.*'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['General', 'Hello'], 'fca026605781cb4126a1e9044df24232'],
    [['Hello', 'Foo'], 'a311262e065454b75da111d535b8dacd'],
    [['Hel.*'], '83fee93c1bcd8b9a5a923ffacdc636c7'],
    [['Foo'], undefined],
    [[], undefined],
  ] as const) {
    it(`selects for ${JSON.stringify(wanted)} what AWS answers`, () => {
      assert.equal(md5OfAttributes(selectAttributes(attributes, wanted)), digest);
    });
  }
});

describe('checkMessageAttributes', () => {
  const long = 'a'.repeat(256);
  for (const [name, attribute] of [
    ['a', { DataType: 'Number.float', StringValue: '1.5' }],
    ['a', { DataType: 'String.label', StringValue: 'x' }],
    ['a', { DataType: 'Binary.png', BinaryValue: 'AA==' }],
    ['A_b-c.9', text('x')],
    [long, text('x')],
    ['AWSa', text('x')],
  ] as const) {
    it(`accepts ${name.slice(0, 10)} with the type ${attribute.DataType}`, () => {
      checkMessageAttributes({ [name]: attribute });
    });
  }

  for (const [what, name, attribute, message] of [
    ['an empty value', 'a', text(''), /must contain a non-empty value of type 'String'/],
    [
      'bytes without a value',
      'a',
      { DataType: 'Binary', StringValue: 'x' },
      /non-empty value of type 'Binary'/,
    ],
    ['a text without a value', 'a', { DataType: 'String', BinaryValue: 'AA==' }, /non-empty value/],
    ['an unknown type', 'a', { DataType: 'Date', StringValue: 'x' }, /^The type of message/],
    ['a type with an empty label', 'a', { DataType: 'String.', StringValue: 'x' }, /^The type of message/],
    ['a longer type', 'a', { DataType: 'Stringy', StringValue: 'x' }, /^The type of message/],
    ['a number that does not parse', 'a', { DataType: 'Number', StringValue: 'x' }, /^Can't cast the value/],
    ['a name of AWS', 'AWS.a', text('x'), /name 'AWS\.a' is invalid/],
    ['a name of Amazon', 'amazon.a', text('x'), /is invalid/],
    ['a name that begins with a dot', '.a', text('x'), /is invalid/],
    ['a name that ends with a dot', 'a.', text('x'), /is invalid/],
    ['a name with a space', 'a b', text('x'), /is invalid/],
    ['a name of 257 characters', `${long}a`, text('x'), /is invalid/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => checkMessageAttributes({ [name]: attribute }), {
        code: 'InvalidParameterValueException',
        message,
      });
    });
  }

  it('refuses an empty value with the text of AWS', () => {
    assert.throws(() => checkMessageAttributes({ ErrorDetails: text('') }), {
      message: "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    });
  });

  it('accepts ten attributes', () => {
    const many = (length: number) =>
      Object.fromEntries(Array.from({ length }, (_, index) => [`a${index}`, text('x')]));
    checkMessageAttributes(many(10));
    assert.throws(() => checkMessageAttributes(many(11)), /exceeds the allowed maximum \[10\]/);
  });
});
