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

/** What a bank prints on the title that it registers. */
export interface PrintedTitle {
  readonly digitableLine: string;
  readonly barCodeNumber: string;
  readonly ourNumber: string;
}

/** Wallet that the gateway writes into every request to Banco do Brasil. */
const BANCO_DO_BRASIL_WALLET = '17';

/**
 * The title as its bank prints it.
 *
 * @param allocated number of the title where the bank allocates it: Stone
 * @returns undefined where a number does not fit the bank, which refuses the title then
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

/** What a bank keeps its numbers apart by. */
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
      // Stone knows no number of ours: what is counted is by the document's.
      return `${bank}/${textOf(title.documentnumber)}`;
  }
}

const CAIXA_EXISTS = error('1', '(38) NOSSO NUMERO JA CADASTRADO PARA O BENEFICIARIO');
const BRADESCO_EXISTS = error('9300574', 'TITULO JA CADASTRADO');
/** What these banks answer is not published. */
const OTHER_EXISTS = error('69', 'TITULO JA CADASTRADO');

/** What a bank answers for a number that it has a title of. */
export function existsError(bank: number): GatewayError {
  if (bank === CAIXA) return CAIXA_EXISTS;
  return bank === BRADESCO ? BRADESCO_EXISTS : OTHER_EXISTS;
}

/** What a bank answers for a title that it does not want. */
export function refusalError(bank: number): GatewayError {
  if (bank === CAIXA) return error('1', '(54) OPERACAO NAO PERMITIDA - HASH DIVERGENTE');
  if (bank === BRADESCO) return error('9300520', 'VALOR DO TITULO INVALIDO');
  return error('MP400', 'Dados inválidos');
}

function error(code: string, message: string): GatewayError {
  return { code, message };
}
