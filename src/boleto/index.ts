/** Barcodes, digitable lines, documents and Pix codes of boletos. Uses no Node API and no clock, and runs in a browser. */

export type { ParsedArrecadacao } from './arrecadacao.js';
export type { AilosFields } from './banks/ailos.js';
export type { BancoDoBrasilFields } from './banks/banco-do-brasil.js';
export type {
  Bank,
  BeneficiaryAccount,
  EncodedFields,
  FreeFieldReading,
  PrintedAccount,
  ReadFields,
  TitleId,
} from './banks/bank.js';
export type { BanrisulFields } from './banks/banrisul.js';
export type { BradescoFields } from './banks/bradesco.js';
export type { CaixaFields } from './banks/caixa.js';
export { type BankCode, type BankFields, bankCodes, bankOf, type FieldsOfBank } from './banks/index.js';
export type { InterFields } from './banks/inter.js';
export type { ItauCustomerWallet, ItauFields } from './banks/itau.js';
export type { SafraFields } from './banks/safra.js';
export type { SantanderFields } from './banks/santander.js';
export type { SicoobFields } from './banks/sicoob.js';
export type { SicrediFields } from './banks/sicredi.js';
export type { StoneFields } from './banks/stone.js';
export { MAX_AMOUNT } from './barcode.js';
export { addDays, isCivilDate } from './civil-date.js';
export { formatDigitableLine, toBarcode, toDigitableLine } from './digitable-line.js';
export type { Digits } from './digits.js';
export { isValidCnpj, isValidCpf, maskedDocument, plainDocument } from './documents.js';
export { dueDateFactor, dueDateFromFactor } from './due-date-factor.js';
export { BoletoError, type BoletoErrorCode } from './errors.js';
export { type BoletoData, type IssuedBoleto, issue } from './issue.js';
export { type ParsedBoleto, parse, parseBoleto } from './parse.js';
export type { ParseWarning } from './parse-warning.js';
export type { BrCode } from './pix/br-code.js';
export * as brCode from './pix/br-code.js';
export { type Charset, plainText } from './text.js';
