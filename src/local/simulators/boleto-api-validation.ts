import { isCivilDate } from '../../boleto/index.js';
import { membersOf } from './answers.js';
import { type Fields, type GatewayRequest, numberOf, textOf } from './boleto-api-request.js';

export interface GatewayError {
  readonly code: string;
  readonly message: string;
}

export const BANCO_DO_BRASIL = 1;
export const SANTANDER = 33;
export const CAIXA = 104;
export const STONE = 197;
export const BRADESCO = 237;
export const ITAU = 341;
/** The gateway's boleto types. It ignores the one for Stone. */
const BOLETO_TYPES: Readonly<Record<number, readonly string[]>> = {
  [BANCO_DO_BRASIL]: ['CH', 'DM', 'DS', 'NP', 'RC', 'ND'],
  [SANTANDER]: ['DM', 'DS', 'NP', 'RC', 'BDP', 'CH', 'OUT'],
  [CAIXA]: ['OUT'],
  [BRADESCO]: ['DM', 'NP', 'RC', 'DS', 'OUT'],
  [ITAU]: ['DM', 'NP', 'RC', 'DS', 'BDP', 'OUT'],
};
const BANKS = [BANCO_DO_BRASIL, SANTANDER, CAIXA, STONE, BRADESCO, ITAU];

/**
 * Returns the errors that the gateway finds in a request, in the order of its checks.
 *
 * @param today civil date, `YYYY-MM-DD`
 */
export function validate(request: GatewayRequest, today: string): GatewayError[] {
  const { bank, title } = request;
  if (!BANKS.includes(bank)) return [error('MPBankNumber', `Banco ${bank} não existe`)];
  const expireDate = textOf(title.expiredate);
  if (!isCivilDate(expireDate)) return [error('MP400', `parsing time "${expireDate}"`)];
  return [
    ...unless(
      numberOf(title.amountincents) >= 1,
      'MPAmountInCents',
      'Valor não pode ser menor do que 1 centavo',
    ),
    ...unless(expireDate >= today, 'MPExpireDate', 'Data de expiração não pode ser menor que a data de hoje'),
    ...documentErrors(membersOf(request.buyer.document), 'MPBuyerDocumentType'),
    ...documentErrors(membersOf(request.recipient.document), 'MPRecipientDocumentType'),
    ...guarantorErrors(request.payeeGuarantor),
    ...feesErrors(membersOf(title.fees)),
    ...boletoTypeErrors(bank, textOf(title.boletotype)),
    ...bankErrors(request),
  ];
}

/** The gateway counts the digits of a document; it verifies no check digit. */
function documentErrors({ type, number }: Fields, typeCode: string): GatewayError[] {
  const kind = textOf(type).toUpperCase();
  const digits = textOf(number).replace(/\D/g, '').length;
  if (kind === 'CPF') return unless(digits === 11, 'MPDocumentNumber', 'CPF inválido');
  if (kind === 'CNPJ') return unless(digits === 14, 'MPDocumentNumber', 'CNPJ inválido');
  return [error(typeCode, 'Tipo de documento inválido')];
}

function guarantorErrors(guarantor: Fields | undefined): GatewayError[] {
  if (!guarantor) return [];
  return [
    ...unless(
      textOf(guarantor.name) !== '',
      'MPPayeeGuarantorNameType',
      'Nome do sacador avalista está vazio',
    ),
    ...documentErrors(membersOf(guarantor.document), 'MPPayeeGuarantorDocumentType'),
  ];
}

function boletoTypeErrors(bank: number, type: string): GatewayError[] {
  const types = BOLETO_TYPES[bank];
  const isKnown = type === '' || types === undefined || types.includes(type);
  return unless(isKnown, 'MP400', 'espécie de boleto informada não existente');
}

function feesErrors({ fine, interest }: Fields): GatewayError[] {
  return [
    ...(fine ? chargeErrors(membersOf(fine), 'amountincents', 'percentageontotal') : []),
    ...(interest ? chargeErrors(membersOf(interest), 'amountperdayincents', 'percentagepermonth') : []),
  ];
}

function chargeErrors(charge: Fields, amount: string, percentage: string): GatewayError[] {
  const given = [charge[amount], charge[percentage]].filter((value) => numberOf(value) > 0);
  return [
    ...unless(numberOf(charge.daysafterexpirationdate) >= 1, 'MP400', 'Dias após o vencimento inválido'),
    ...unless(given.length === 1, 'MP400', 'Informe apenas valor ou percentual'),
  ];
}

function bankErrors({ bank, agreement, authentication, title }: GatewayRequest): GatewayError[] {
  const agency = isDigits(agreement.agency, 4);
  const ourNumber = numberOf(title.ournumber);
  switch (bank) {
    case BANCO_DO_BRASIL:
      return [
        ...unless(isDigits(agreement.account, 8), 'MPAccount', 'Conta inválida, deve conter até 8 dígitos'),
        ...unless(agency, 'MPAgency', 'Agência inválida, deve conter até 4 dígitos'),
        ...unless(ourNumber <= 9_999_999_999, 'MPOurNumber', 'Nosso número inválido'),
        ...unless(
          numberOf(agreement.walletvariation) >= 1,
          'MPWalletVariation',
          'Variação da carteira inválida',
        ),
        ...unless(
          Buffer.byteLength(textOf(title.instructions)) <= 220,
          'MPInstructions',
          'Instruções não podem passar de 220 caracteres',
        ),
      ];
    case CAIXA:
      return [
        ...unless(agency, 'MPAgency', 'Agência inválida, deve conter até 4 dígitos'),
        ...unless(ourNumber <= 999_999_999_999_999, 'MP400', 'O nosso número deve conter apenas 15 digitos.'),
      ];
    case ITAU:
      return [
        ...unless(isDigits(agreement.account, 7), 'MPAccount', 'Conta inválida, deve conter até 7 dígitos'),
        ...unless(agency, 'MP400', 'Agência inválida, deve conter até 4 dígitos'),
      ];
    case BRADESCO:
      return [
        ...unless(agency, 'MP400', 'Agência inválida, deve conter até 4 dígitos'),
        ...unless(textOf(agreement.account) !== '', 'MP400', 'a conta deve ser preenchida'),
        ...unless(
          [25, 26].includes(numberOf(agreement.wallet)),
          'MP400',
          'a carteira deve ser 25 ou 26 para o BradescoShopFacil',
        ),
        ...unless(
          textOf(authentication.username) !== '' && textOf(authentication.password) !== '',
          'MP400',
          'o nome de usuário e senha devem ser preenchidos',
        ),
        ...unless(
          numberOf(agreement.agreementnumber) > 0,
          'MP400',
          'o código do contrato deve ser preenchido',
        ),
      ];
    case SANTANDER:
      return unless(
        numberOf(agreement.agreementnumber) > 0,
        'MP400',
        'O código do convênio deve ser preenchido',
      );
    default:
      return unless(textOf(authentication.accesskey) !== '', 'MP400', 'accessKey is required');
  }
}

function isDigits(value: unknown, width: number): boolean {
  const digits = textOf(value).replace(/\D/g, '');
  return digits.length >= 1 && digits.length <= width;
}

function unless(isValid: boolean, code: string, message: string): GatewayError[] {
  return isValid ? [] : [error(code, message)];
}

function error(code: string, message: string): GatewayError {
  return { code, message };
}
