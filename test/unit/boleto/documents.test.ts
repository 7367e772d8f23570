import assert from 'node:assert/strict';
import { isValidCnpj, isValidCpf, maskedDocument, plainDocument } from '../../../src/boleto/index.js';

describe('isValidCpf', () => {
  for (const cpf of ['529.982.247-25', '52998224725', '00000000191', '11144477735']) {
    it(`accepts ${cpf}`, () => assert.equal(isValidCpf(cpf), true));
  }
  // Modulus 11 leaves 0, 1, 2 and 10 for the first check digit of these, and then for the second one.
  for (const cpf of [
    ...['97764806404', '97766390205', '97769557895', '97771933513'],
    ...['97772725450', '97775893010', '97778268779', '97777476831'],
  ]) {
    it(`accepts ${cpf}`, () => assert.equal(isValidCpf(cpf), true));
  }
  for (const cpf of [
    ...['52998224726', '52998224735', '191', '11111111111', 'abc', '', '529982247250'],
    // Their check digits are right, but they have ten or twelve characters, or a letter.
    ...['5299822421', '529982247094', 'A2998224733'],
  ]) {
    it(`refuses "${cpf}"`, () => assert.equal(isValidCpf(cpf), false));
  }
  it('refuses a number', () => assert.equal(isValidCpf(52998224725 as unknown as string), false));
});

describe('isValidCnpj', () => {
  for (const cnpj of [
    '11.222.333/0001-81',
    '11222333000181',
    '12.ABC.345/01DE-35',
    '12abc34501de35',
    // Modulus 11 leaves 0, 1, 2 and 10 for the first check digit of these, and then for the second one.
    '11197784603900',
    '11197768765900',
    '11197779060694',
    '11197767974017',
    '11197766390240',
    '11197765598379',
    '11197773517331',
    '00000000000191',
  ]) {
    it(`accepts ${cnpj}`, () => assert.equal(isValidCnpj(cnpj), true));
  }
  for (const cnpj of [
    '11222333000182',
    '12ABC34501DE36',
    '12ABC34501DEA5',
    '00000000000000',
    '1122233300018',
    // Their check digits are right, but they have 13 or 15 characters, or a character that no CNPJ has.
    '1122233300000',
    '112223330001060',
    '1122233300:100',
    '11222333000_43',
    '',
  ]) {
    it(`refuses "${cnpj}"`, () => assert.equal(isValidCnpj(cnpj), false));
  }
});

describe('plainDocument', () => {
  it('keeps zeros and letters and drops punctuation', () => {
    assert.equal(plainDocument(' 12.abc.345/01de-35 '), '12ABC34501DE35');
    assert.equal(plainDocument('000.000.001-91'), '00000000191');
  });

  it('returns an empty text for what is no text', () => {
    for (const value of [undefined, null, 52998224725]) assert.equal(plainDocument(value as never), '');
  });
});

describe('maskedDocument', () => {
  it('keeps six characters of a CPF and of a CNPJ', () => {
    for (const cpf of ['52998224725', '529.982.247-25']) assert.equal(maskedDocument(cpf), '***.982.247-**');
    assert.equal(maskedDocument('12ABC34501DE35'), '**.ABC.345/****-**');
  });

  it('keeps nothing of any other text', () => {
    for (const text of ['5299822472', '529982247255', '1'.repeat(15), '']) {
      assert.equal(maskedDocument(text), '*'.repeat(text.length));
    }
  });
});
