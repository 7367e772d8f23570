import assert from 'node:assert/strict';
import {
  checkMessageAttributes,
  md5OfAttributes,
  selectAttributes,
} from '../../../../src/emulator/sqs/message-attributes.js';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const attributes = { General: text('Kenobi'), Hello: text('There'), 'Help.Me': text('Me') };

describe('md5OfAttributes', () => {
  // Digests that AWS answered, as recorded by LocalStack's snapshot tests of 2022 and 2023.
  it('is the digest that AWS answers for strings', () => {
    assert.equal(md5OfAttributes({ Foo: text('Bar') }), 'ae7155c6026991b6d54b11589678bf9c');
    assert.equal(md5OfAttributes(attributes), '4c360f3fdafd970e05fae2f149d997f5');
  });

  it('is the digest that AWS answers for bytes', () => {
    const value = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01');
    const attribute = { DataType: 'Binary', BinaryValue: value.toString('base64') };
    assert.equal(md5OfAttributes({ attr1: attribute }), '8cbe4db156db8a94db8b801b7addb984');
  });

  it('is none without attributes', () => {
    assert.equal(md5OfAttributes({}), undefined);
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
    it(`answers to ${JSON.stringify(wanted)} what AWS answers`, () => {
      assert.equal(md5OfAttributes(selectAttributes(attributes, wanted)), digest);
    });
  }
});

describe('checkMessageAttributes', () => {
  it('takes labelled types', () => {
    checkMessageAttributes({ a: { DataType: 'Number.float', StringValue: '1.5' } });
  });

  for (const [what, name, attribute] of [
    ['an empty value', 'ErrorDetails', text('')],
    ['an unknown type', 'a', { DataType: 'Date', StringValue: 'x' }],
    ['a number that is none', 'a', { DataType: 'Number', StringValue: 'x' }],
    ['a reserved name', 'AWS.a', text('x')],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => checkMessageAttributes({ [name]: attribute }), {
        code: 'InvalidParameterValueException',
      });
    });
  }

  it('words an empty value as AWS does', () => {
    assert.throws(() => checkMessageAttributes({ ErrorDetails: text('') }), {
      message: "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    });
  });

  it('refuses more than ten', () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, text('x')]));
    assert.throws(() => checkMessageAttributes(many), /exceeds the allowed maximum \[10\]/);
  });
});
