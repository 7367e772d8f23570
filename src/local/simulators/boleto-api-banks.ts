import { BoletoError, formatDigitableLine, type IssuedBoleto, issue } from '../../boleto/index.js';
import { type GatewayRequest, numberOf, textOf } from './boleto-api-request.js';
import {
  BANCO_DO_BRASIL,
  BRADESCO,
  CAIXA,
  type GatewayError,
  ITAU,
  SANTANDER,
} from './boleto-api-validation.js';

/** The codes that a bank returns for a title that it registers. */
export interface PrintedTitle {
  readonly digitableLine: string;
  readonly barCodeNumber: string;
  readonly ourNumber: string;
}

/** The wallet that the gateway writes into every request to Banco do Brasil. */
const BANCO_DO_BRASIL_WALLET = '17';

/**
 * Returns the codes of a title as its bank prints them.
 *
 * @param amount cents
 * @param allocated the number that Stone allocates to the title; other banks ignore it
 * @returns undefined when a number does not fit the bank's fields: the bank refuses the title
 */
export function print(request: GatewayRequest, amount: number, allocated: number): PrintedTitle | undefined {
  try {
    const { barcode, digitableLine, titleId, titleIdCheckDigit } = issued(request, amount, allocated);
    const ourNumber = titleId + (request.bank === SANTANDER ? titleIdCheckDigit : '');
    return { digitableLine: formatDigitableLine(digitableLine), barCodeNumber: barcode, ourNumber };
  } catch (error) {
    if (error instanceof BoletoError) return undefined;
    throw error;
  }
}

function issued({ bank, agreement, title }: GatewayRequest, amount: number, allocated: number): IssuedBoleto {
  const common = { dueDate: textOf(title.expiredate), amount };
  const titleId = numberOf(title.ournumber);
  const account = textOf(agreement.account);
  const agency = textOf(agreement.agency);
  const wallet = String(numberOf(agreement.wallet));
  const contract = numberOf(agreement.agreementnumber);
  switch (bank) {
    case BANCO_DO_BRASIL:
      return issue({
        ...common,
        bank: '001',
        layout: 'agreement-7',
        agreement: contract,
        titleId,
        wallet: BANCO_DO_BRASIL_WALLET,
      });
    case CAIXA:
      return issue({ ...common, bank: '104', beneficiary: contract, titleId });
    case ITAU:
      return issue({ ...common, bank: '341', agency, account, wallet, titleId });
    case SANTANDER:
      return issue({ ...common, bank: '033', beneficiary: contract, wallet: wallet as '101', titleId });
    case BRADESCO:
      return issue({ ...common, bank: '237', agency, account, wallet, titleId });
    default:
      return issue({ ...common, bank: '197', titleId: allocated });
  }
}

/**
 * Returns the key under which a bank holds a title: one title for each key.
 *
 * @example '104/123456/1' (agreement), '237/26/1' (wallet), '197/doc-1' (document number)
 */
export function keyOf({ bank, agreement, title }: GatewayRequest): string {
  const number = numberOf(title.ournumber);
  const contract = numberOf(agreement.agreementnumber);
  switch (bank) {
    case CAIXA:
    case BANCO_DO_BRASIL:
    case SANTANDER:
      return `${bank}/${contract}/${number}`;
    case BRADESCO:
    case ITAU:
      return `${bank}/${numberOf(agreement.wallet)}/${number}`;
    default:
      // Stone gets no nosso número from us; the document number identifies our title.
      return `${bank}/${textOf(title.documentnumber)}`;
  }
}

const CAIXA_EXISTS = error('1', '(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO');
const BRADESCO_EXISTS = error('9300574', 'TITULO JA CADASTRADO');
/** Itaú, Banco do Brasil and Santander do not publish theirs. */
const OTHER_EXISTS = error('69', 'TITULO JA CADASTRADO');

/** Returns a bank's error for a number that it has already registered. */
export function existsError(bank: number): GatewayError {
  if (bank === CAIXA) return CAIXA_EXISTS;
  return bank === BRADESCO ? BRADESCO_EXISTS : OTHER_EXISTS;
}

/** Returns a bank's error for a title that it refuses. */
export function refusalError(bank: number): GatewayError {
  if (bank === CAIXA) return error('1', '(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE');
  if (bank === BRADESCO) return error('9300520', 'VALOR DO TITULO INVALIDO');
  return error('MP400', 'Dados inválidos');
}

function error(code: string, message: string): GatewayError {
  return { code, message };
}
