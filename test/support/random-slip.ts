import { assembleBarcode } from '../../src/boleto/barcode.js';
import { type BankCode, bankCodes, brCode, dueDateFactor, issue } from '../../src/boleto/index.js';
import type { SlipAddress, SlipData, SlipParty } from '../../src/boleto/slip/index.js';
import { usualBoleto } from '../unit/boleto/random-boletos.js';

const words =
  'São João Conceição Água Três Irmãos Cia. & "Filhos" <Indústria> Comércio Ltda. S/A Ünico Façanha Avô Ação (Matriz) Órgão d’Oeste nº 7 – ½'.split(
    ' ',
  );
/** Its código do beneficiário has two check digits. */
const BANRISUL = '041';
const documents = ['529.982.247-25', '11144477735', '12.ABC.345/01DE-35', '11222333000181'];

/**
 * Returns a random slip: with short or very long names, with or without addresses, final beneficiary and Pix code.
 *
 * @param bank one of those that the library issues, or one that it does not know; any of them when left out
 */
export function randomSlip(
  random: () => number,
  bank: BankCode | 'unknown' = anyOf(random, [...bankCodes, 'unknown' as const]),
): SlipData {
  const below = (limit: number) => Math.floor(random() * limit);
  const digits = (length: number) => Array.from({ length }, () => below(10)).join('');
  const text = (most: number) =>
    Array.from({ length: 1 + below(most) }, () => words[below(words.length)]).join(' ');
  const date = (year: number) =>
    `${year}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
  const maybe = <Value>(value: () => Value): Value | undefined => (random() < 0.5 ? value() : undefined);
  const address = (): SlipAddress => ({
    street: maybe(() => text(9)),
    streetNumber: maybe(() => digits(4)),
    complement: maybe(() => text(4)),
    neighborhood: maybe(() => text(4)),
    city: maybe(() => text(4)),
    state: maybe(() => 'SP'),
    zipCode: maybe(() => digits(8)),
  });
  const party = (): SlipParty => ({
    name: text(30),
    document: documents[below(documents.length)] ?? '',
    address: maybe(address),
  });
  const known = bank === 'unknown' ? undefined : usualBoleto(random, bank);
  const dueDate = known?.dueDate ?? date(2026 + below(8));
  return {
    boleto: known ? issue(known) : boletoOfUnknownBank(dueDate, digits),
    bankName: known ? undefined : 'Banco Desconhecido',
    dueDate,
    account: {
      agency: digits(4),
      agencyDigit: maybe(() => 'P'),
      account: digits(5),
      accountDigit: maybe(() => (bank === BANRISUL ? '46' : '7')),
    },
    ...(!known && { agencyAndCode: `${digits(4)}.${digits(2)}.${digits(5)}`, wallet: digits(1) }),
    beneficiary: { ...party(), address: { ...address(), city: text(4) } },
    payer: party(),
    finalBeneficiary: maybe(party),
    documentNumber: maybe(() => digits(1 + below(25))),
    documentKind: maybe(() => 'DM'),
    documentDate: date(2026),
    processingDate: maybe(() => date(2026)),
    instructions: maybe(() => Array.from({ length: 1 + below(6) }, () => text(20))),
    statement: maybe(() => Array.from({ length: 1 + below(10) }, () => text(20))),
    pix: maybe(() => pixCode(`${digits(4)} ${text(2)}`, digits(32))),
  };
}

function anyOf<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** Returns a barcode of a bank that the library does not know, which a slip can print too. */
function boletoOfUnknownBank(dueDate: string, digits: (length: number) => string): SlipData['boleto'] {
  const factorAndAmount = `${dueDateFactor(dueDate)}${digits(10)}`;
  return {
    barcode: assembleBarcode({ bank: '999', factorAndAmount, freeField: digits(25) }),
    formattedTitleId: `${digits(2)}/${digits(17)}-${digits(1)}`,
  };
}

function pixCode(name: string, id: string): string {
  const plain = name.normalize('NFD').replace(/[^ A-Za-z0-9]/g, '');
  const url = `pix.example.com.br/qr/v2/cobv/${id}`;
  return brCode.build({ url, name: plain.slice(0, 25), city: 'SAO PAULO' });
}
