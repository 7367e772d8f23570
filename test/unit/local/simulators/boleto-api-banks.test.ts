import assert from 'node:assert/strict';
import {
  existsError,
  keyOf,
  print,
  refusalError,
} from '../../../../src/local/simulators/boleto-api-banks.js';
import { decodeRequest, type GatewayRequest } from '../../../../src/local/simulators/boleto-api-request.js';

const AGREEMENT = { agency: '1234', account: '12345', agreementNumber: 1_234_567 };

function requestTo(bankNumber: number, wallet: number, agreement: object = {}): GatewayRequest {
  const request = decodeRequest({
    bankNumber,
    agreement: { ...AGREEMENT, wallet, ...agreement },
    title: { expireDate: '2026-12-31', amountInCents: 1, ourNumber: 987, documentNumber: 'doc-1' },
  });
  assert.ok(request, 'the request does not decode');
  return request;
}

/** Bank, wallet, and what the bank prints for R$ 20.00: line, barcode, nosso número; then the key of its title. */
const banks = [
  [
    1,
    11,
    '00190.00009 01234.567004 00000.987172 2 16770000002000',
    '00192167700000020000000001234567000000098717',
    '12345670000000987',
    '1/1234567/987',
  ],
  [
    33,
    101,
    '03399.12347 56700.000005 00987.301017 5 16770000002000',
    '03395167700000020009123456700000000098730101',
    '0000000009873',
    '33/1234567/987',
  ],
  [
    104,
    1,
    '10491.23456 67000.100049 00000.098798 7 16770000002000',
    '10497167700000020001234567000100040000009879',
    '14000000000000987',
    '104/1234567/987',
  ],
  [
    197,
    1,
    '19790.00005 00000.000000 00000.000554 7 16770000002000',
    '19797167700000020000000000000000000000000055',
    '00000000000000000055',
    '197/doc-1',
  ],
  [
    237,
    26,
    '23791.23421 60000.000095 87001.234506 2 16770000002000',
    '23792167700000020001234260000000098700123450',
    '00000000987',
    '237/26/987',
  ],
  [
    341,
    109,
    '34191.09008 00098.701238 41234.510000 3 16770000002000',
    '34193167700000020001090000098701234123451000',
    '00000987',
    '341/109/987',
  ],
] as const;

describe('the banks behind boleto-api', () => {
  for (const [bank, wallet, digitableLine, barCodeNumber, ourNumber, key] of banks) {
    it(`print the codes of bank ${bank}, and hold its title as ${key}`, () => {
      const request = requestTo(bank, wallet);
      assert.deepEqual(print(request, 2000, 55), { digitableLine, barCodeNumber, ourNumber });
      assert.equal(keyOf(request), key);
    });
  }

  it('print nothing when a number does not fit the bank', () => {
    assert.equal(print(requestTo(104, 1, { agreementNumber: 10_000_000 }), 2000, 55), undefined);
    assert.equal(print(requestTo(33, 999), 2000, 55), undefined);
  });

  it('answer the error of their own for a number that is taken, and for a refusal', () => {
    const errors = [1, 33, 104, 237, 341].map((bank) => [existsError(bank).code, refusalError(bank).code]);
    assert.deepEqual(errors, [
      ['69', 'MP400'],
      ['69', 'MP400'],
      ['1', '1'],
      ['9300574', '9300520'],
      ['69', 'MP400'],
    ]);
  });
});
