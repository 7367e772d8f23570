import assert from 'node:assert/strict';
import { type BoletoError, type BrCode, brCode } from '../../../../src/boleto/index.js';
import { crc16 } from '../../../../src/boleto/pix/crc16.js';
import { randomFrom } from '../random.js';

/** The two worked examples of the Banco Central's manual. */
const ofKey =
  '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D';
const ofCharge =
  '00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4';

const payee = { name: 'Fulano de Tal', city: 'BRASILIA' };
const key = '123e4567-e12b-12d1-a456-426655440000';
const url = 'pix.example.com/8b3da2f39a4140d1a91abd93113bd441';

describe('crc16', () => {
  it('returns the check value of CRC-16/CCITT-FALSE', () => assert.equal(crc16('123456789'), '29B1'));
  it('covers the bytes of UTF-8', () => {
    for (const text of ['São €\u{1f600}', '\u007f\u0080', '\u07ff\u0800', '\uffff\u{10000}\u{10ffff}']) {
      assert.equal(crc16(text), crcOfBytes([...new TextEncoder().encode(text)]), text);
    }
  });
});

describe('brCode', () => {
  const withCrc = (body: string) => `${body}6304${crc16(`${body}6304`)}`;

  it('builds the worked example of a key', () => assert.equal(brCode.build({ key, ...payee }), ofKey));
  it('builds the worked example of a charge', () => assert.equal(brCode.build({ url, ...payee }), ofCharge));
  it('reads the worked example of a key', () => assert.deepEqual(brCode.parse(ofKey), { key, ...payee }));
  it('reads the worked example of a charge', () => {
    assert.deepEqual(brCode.parse(ofCharge), { url, ...payee });
  });

  it('reads a charge that a payment provider documents', () => {
    const cielo =
      '00020101021226880014br.gov.bcb.pix2566qrcodes-h.cielo.com.br/pix-qr/d05b1a34-ec52-4201-ba1e-d3cc2a43162552040000530398654041.005802BR5918Merchant Teste HML6009Sao Paulo62120508000101296304031C';
    assert.deepEqual(brCode.parse(cielo), {
      url: 'qrcodes-h.cielo.com.br/pix-qr/d05b1a34-ec52-4201-ba1e-d3cc2a431625',
      amount: 100,
      name: 'Merchant Teste HML',
      city: 'Sao Paulo',
      txid: '00010129',
    });
  });

  it('reads what it has built', () => {
    const next = randomFrom(443);
    const integer = (below: number) => Math.floor(next() * below);
    const letters = (length: number) =>
      Array.from({ length }, () => String.fromCharCode(97 + integer(26))).join('');
    for (let round = 0; round < 500; round++) {
      const where = round % 2 ? { url: letters(1 + integer(77)) } : { key: letters(1 + integer(36)) };
      const code = {
        ...where,
        ...('key' in where && integer(2) && { info: letters(1 + integer(36)) }),
        ...(integer(2) && { amount: 1 + integer(9_999_999_999) }),
        name: letters(1 + integer(25)),
        city: letters(1 + integer(15)),
        ...(integer(2) && { txid: letters(1 + integer(25)) }),
      };
      assert.deepEqual(brCode.parse(brCode.build(code as BrCode)), code);
    }
  });

  it('reads a CRC in lower case, and a code with space around it', () => {
    assert.deepEqual(brCode.parse(` ${ofKey.slice(0, -4)}${ofKey.slice(-4).toLowerCase()}\n`), {
      key,
      ...payee,
    });
  });

  it('reads the account of Pix among others, under any of its ids, in any case', () => {
    const account = '0014BR.GOV.BCB.PIX0136123e4567-e12b-12d1-a456-426655440000';
    const other = '0014br.com.example';
    for (const id of ['27', '51']) {
      const text = ofKey.slice(0, -8).replace(/2658.*5204/, `2618${other}${id}58${account}5204`);
      assert.deepEqual(brCode.parse(withCrc(text)), { key, ...payee });
    }
    const outside = ofKey
      .slice(0, -8)
      .replace(/2658.*5204/, `52040000`)
      .replace('52040000', `5258${account}`);
    assert.throws(() => brCode.parse(withCrc(outside)), { code: 'NOT_ALLOWED' });
  });

  it('reads amounts with two decimals, one or none', () => {
    for (const [text, amount] of [
      ['54041.50', 150],
      ['54031.5', 150],
      ['54021.', 100],
      ['54011', 100],
      ['54010', 0],
    ] as const) {
      const code = withCrc(ofKey.slice(0, -8).replace('5802BR', `${text}5802BR`));
      assert.equal(brCode.parse(code).amount, amount, text);
    }
  });

  it('builds with the longest values, and with the first and the last ASCII characters', () => {
    for (const code of [
      { key, ...payee, info: 'a'.repeat(37), txid: 'a'.repeat(25) },
      { key: 'a'.repeat(77), name: 'b'.repeat(25), city: 'c'.repeat(15) },
      { url: 'a'.repeat(77), name: '! ~', city: '~ !' },
    ]) {
      assert.deepEqual(brCode.parse(brCode.build(code)), code);
    }
  });

  it('builds with name, city and sentence in ASCII', () => {
    const texts = { name: 'Łukasz  São João', city: 'Três Corações', info: 'Pães – nº 3' };
    const { name, city, info } = brCode.parse(brCode.build({ key, ...texts }));
    assert.deepEqual([name, city, info], ['Lukasz Sao Joao', 'Tres Coracoes', 'Paes - no 3']);
  });

  it('names the field that a code lacks', () => {
    const body = ofKey.slice(0, -8);
    for (const [text, error] of [
      [body, { code: 'MISSING', field: 'crc' }],
      [`${body}6304`, { code: 'MISSING', field: 'crc' }],
      [`${body}6304FFFF`, { code: 'WRONG_CHECK_DIGIT', field: 'crc', limit: '1D3D' }],
      [withCrc(body.replace('6008BRASILIA', '')), { code: 'MISSING', field: 'city' }],
      [withCrc(body.replace('5913Fulano de Tal', '')), { code: 'MISSING', field: 'name' }],
      [withCrc(body.replace(/2658.*5204/, '26180014br.gov.bcb.pix5204')), { code: 'MISSING', field: 'key' }],
      [
        withCrc(body.replace('62070503***', '62070504***')),
        { code: 'WRONG_LENGTH', field: 'additional data' },
      ],
      [withCrc(body.replace('0136', '0137')), { code: 'WRONG_LENGTH', field: 'account 26' }],
      [undefined as never, { code: 'MISSING', field: 'crc' }],
    ] as const) {
      assert.throws(() => brCode.parse(text), error, text);
    }
  });

  it('writes cents without a binary fraction', () => {
    assert.match(brCode.build({ key, ...payee, amount: 29 }), /54040\.29/);
    assert.match(brCode.build({ key, ...payee, amount: 9_999_999_999 }), /541199999999\.99/);
  });

  it('refuses every wrong character', () => {
    for (let index = 0; index < ofCharge.length; index++) {
      const wrong = ofCharge[index] === '7' ? '3' : '7';
      const text = ofCharge.slice(0, index) + wrong + ofCharge.slice(index + 1);
      assert.throws(() => brCode.parse(text), { name: 'BoletoError' }, text);
    }
  });

  it('throws a BoletoError for a text that ends anywhere', () => {
    for (let length = 0; length < ofKey.length; length++) {
      assert.throws(() => brCode.parse(ofKey.slice(0, length)), { name: 'BoletoError' });
    }
  });

  const refused: [string, object, Partial<BoletoError>][] = [
    ['a name of 26 characters', { name: 'a'.repeat(26) }, { code: 'TOO_LONG', field: 'name', limit: 25 }],
    ['a city of 16 characters', { city: 'a'.repeat(16) }, { code: 'TOO_LONG', field: 'city', limit: 15 }],
    ['no name', { name: '' }, { code: 'MISSING', field: 'name' }],
    [
      'a key with an accent',
      { key: 'jo\u00e3o@example.com' },
      { code: 'NOT_ALLOWED', field: 'key', limit: '\u00e3' },
    ],
    ['a name without a visible character', { name: '\u200b \u00ad' }, { code: 'MISSING', field: 'name' }],
    [
      'a name of 25 characters and a ligature',
      { name: `${'a'.repeat(24)}æ` },
      { code: 'TOO_LONG', field: 'name' },
    ],
    ['a key of 78 characters', { key: 'a'.repeat(78) }, { code: 'TOO_LONG', field: 'key', limit: 77 }],
    ['half a cent', { amount: 0.5 }, { code: 'NOT_AN_INTEGER', field: 'amount' }],
    ['no amount at all', { amount: 0 }, { code: 'OUT_OF_RANGE', field: 'amount', limit: 1 }],
    ['too large an amount', { amount: 10_000_000_000 }, { code: 'OUT_OF_RANGE', limit: 9_999_999_999 }],
    ['a txid with a dash', { txid: 'a-b' }, { code: 'NOT_ALLOWED', field: 'txid', limit: 'A-Za-z0-9' }],
    ['a txid of 26 letters', { txid: 'a'.repeat(26) }, { code: 'TOO_LONG', field: 'txid', limit: 25 }],
    ['an empty txid', { txid: '' }, { code: 'MISSING', field: 'txid', limit: 25 }],
    ['a URL with its scheme', { url: 'https://pix.example.com/1' }, { code: 'NOT_ALLOWED', field: 'url' }],
    ['a URL of 78 characters', { url: 'a'.repeat(78) }, { code: 'TOO_LONG', field: 'url', limit: 77 }],
    // The key, which has 36 characters, and the sentence share 73.
    ['a sentence of 38 characters', { info: 'a'.repeat(38) }, { code: 'TOO_LONG', field: 'info', limit: 37 }],
    ['an empty key', { key: '' }, { code: 'MISSING', field: 'key', limit: 77 }],
    ['a control character', { url: 'a\u001f' }, { code: 'NOT_ALLOWED', field: 'url', limit: '\u001f' }],
    ['a delete character', { url: 'a\u007f' }, { code: 'NOT_ALLOWED', field: 'url', limit: '\u007f' }],
  ];
  for (const [what, changes, error] of refused) {
    it(`refuses to build with ${what}`, () => {
      assert.throws(() => brCode.build({ key, ...payee, ...changes } as BrCode), {
        name: 'BoletoError',
        ...error,
      });
    });
  }

  for (const [what, text, code] of [
    ['another currency', withCrc(ofKey.slice(0, -8).replace('5303986', '5303840')), 'NOT_ALLOWED'],
    [
      'another arrangement',
      withCrc(ofKey.slice(0, -8).replace('br.gov.bcb.pix', 'br.com.example')),
      'NOT_ALLOWED',
    ],
    ['an id that comes twice', withCrc(`${ofKey.slice(0, -8)}5802BR`), 'NOT_ALLOWED'],
    ['no city', withCrc(ofKey.slice(0, -8).replace('6008BRASILIA', '')), 'MISSING'],
    ['no name', withCrc(ofKey.slice(0, -8).replace('5913Fulano de Tal', '')), 'MISSING'],
    ['no key', withCrc(ofKey.slice(0, -8).replace(/2658.*5204/, '26180014br.gov.bcb.pix5204')), 'MISSING'],
    ['another version', withCrc(ofKey.slice(0, -8).replace('000201', '000202')), 'NOT_ALLOWED'],
    ['another country', withCrc(ofKey.slice(0, -8).replace('5802BR', '5802PT')), 'NOT_ALLOWED'],
    ['an amount in words', withCrc(ofKey.slice(0, -8).replace('5802BR', '5403ten5802BR')), 'NOT_DIGITS'],
    ['an amount in mills', withCrc(ofKey.slice(0, -8).replace('5802BR', '54051.2345802BR')), 'NOT_DIGITS'],
    // The CRC of these is right: only the lengths show that a field was cut short.
    ['an account that was cut short', withCrc(ofKey.slice(0, -8).replace('0136', '0137')), 'WRONG_LENGTH'],
    [
      'a field longer than the text',
      withCrc(ofKey.slice(0, -8).replace('62070503', '62990503')),
      'WRONG_LENGTH',
    ],
    [
      'additional data that contains the CRC',
      withCrc(ofKey.slice(0, -8).replace('62070503', '62150503')),
      'WRONG_LENGTH',
    ],
    [
      'a CRC before the one at the end',
      withCrc(ofKey.slice(0, -8).replace('5802BR', '6304ABCD5802BR')),
      'NOT_ALLOWED',
    ],
    [
      'a field without a length',
      withCrc(ofKey.slice(0, -8).replace('62070503***', '620205')),
      'WRONG_LENGTH',
    ],
    ['a length that is no number', withCrc(ofKey.slice(0, -8).replace('5802BR', '580xBR')), 'WRONG_LENGTH'],
    ['characters between fields', withCrc(ofKey.slice(0, -8).replace('5802BR', '5802BR-')), 'WRONG_LENGTH'],
  ] as const) {
    it(`refuses to read a code with ${what}`, () => assert.throws(() => brCode.parse(text), { code }));
  }
});

/** Computes the CRC from its definition, most significant bit first. */
function crcOfBytes(bytes: number[]): string {
  let crc = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const high = (crc >> 15) ^ ((byte >> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (high ? 0x1021 : 0);
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
