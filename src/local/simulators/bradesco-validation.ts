import { isCivilDate, isValidCnpj, isValidCpf } from '../../boleto/index.js';
import { membersOf } from './answers.js';

type Members = Readonly<Record<string, unknown>>;

const STATES = new Set(
  'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' '),
);
const MAX_VALUE = 9_999_999_999;

const PARAMETERS = 930052;
const NOSSO_NUMERO = 9300511;
const PAYER_DOCUMENT = 9300514;
const ISSUE_DATE = 9300517;
const VALUE = 9300520;
const DUE_DATE = 9300528;
const INTEREST_TWICE = 9300530;
const FINE_TWICE = 9300531;
const FINE_DAYS = 9300532;
const PAYER_CEP = 9300544;
const ISSUED_AFTER_DUE = 9300564;
const DUE_TOO_LATE = 9300576;
const INTEREST_DAYS = 93005100;
const TOO_LITTLE = 93005112;
const WALLET = 93005120;
const STATE = 93005126;
const KIND = 9300521;
const DISCOUNT_TOTAL = 9300583;
const DISCOUNT_TWICE = 9300534;
const DISCOUNT_DATE = 9300535;
const DISCOUNTS_OUT_OF_ORDER = 9300584;
const DISCOUNT_ON_ISSUE = 9300547;
const DISCOUNT_TOO_LARGE = 9300548;
const DISCOUNT_INCOMPLETE = 9300582;
const GUARANTOR_CEP = 9300545;
const GUARANTOR_INCOMPLETE = 9300580;
/** The service documents no other kind. */
const KINDS = ['99'];

/** Returns the code with which the bank refuses a title; undefined when it accepts the title. */
export function refusalOf(title: Members): number | undefined {
  const options = membersOf(title.informacoes_opcionais);
  return (
    titleRefusal(title) ??
    payerRefusal(membersOf(title.pagador)) ??
    chargesRefusal(options) ??
    discountsRefusal(title, options) ??
    guarantorRefusal(options)
  );
}

function titleRefusal(title: Members): number | undefined {
  const { carteira, nosso_numero, numero_documento, data_emissao, data_vencimento, valor_titulo } = title;
  if (!matches(carteira, /^(04|09|19|25|26)$/)) return WALLET;
  if (!matches(nosso_numero, /^[0-9]{11}$/)) return NOSSO_NUMERO;
  if (!matches(numero_documento, /^\S{1,27}$/)) return PARAMETERS;
  if (!isDate(data_emissao)) return ISSUE_DATE;
  if (!isDate(data_vencimento)) return DUE_DATE;
  if (!isInteger(valor_titulo, 1, MAX_VALUE)) return VALUE;
  if (data_emissao >= data_vencimento) return ISSUED_AFTER_DUE;
  const latest = `${Number(data_emissao.slice(0, 4)) + 10}${data_emissao.slice(4)}`;
  return data_vencimento > latest ? DUE_TOO_LATE : undefined;
}

function payerRefusal({ nome, documento, tipo_documento, endereco }: Members): number | undefined {
  if (typeof nome !== 'string' || nome === '') return TOO_LITTLE;
  if (nome.length > 40 || !isLatin1(nome)) return PARAMETERS;
  const document = String(documento);
  const isValid = tipo_documento === '1' ? isValidCpf(document) : isValidCnpj(document);
  if (!isValid) return PAYER_DOCUMENT;
  const address = membersOf(endereco);
  if (!matches(address.cep, /^[0-9]{8}$/)) return PAYER_CEP;
  if (!STATES.has(String(address.uf))) return STATE;
  const widths = { logradouro: 70, numero: 10, complemento: 20, bairro: 50, cidade: 50 };
  return Object.entries(widths).some(([name, width]) => !isText(address[name], width))
    ? PARAMETERS
    : undefined;
}

function chargesRefusal(given: Members): number | undefined {
  const interest = chargeOf(given, 'perc_juros', 'valor_juros');
  const fine = chargeOf(given, 'perc_multa_atraso', 'valor_multa_atraso');
  if (!interest || !fine || !isText(given.controle_participante ?? '', 25)) return PARAMETERS;
  if (!KINDS.includes(String(given.especie ?? '99'))) return KIND;
  if (interest.percentage > 0 && interest.value > 0) return INTEREST_TWICE;
  if (fine.percentage > 0 && fine.value > 0) return FINE_TWICE;
  if (!isInteger(given.qtde_dias_juros ?? 0, 0, 99)) return INTEREST_DAYS;
  return isInteger(given.qtde_dias_multa_atraso ?? 0, 0, 99) ? undefined : FINE_DAYS;
}

function discountsRefusal(title: Members, given: Members): number | undefined {
  const value = Number(title.valor_titulo);
  let last = '';
  let total = 0;
  for (const place of [1, 2, 3]) {
    const discount = chargeOf(given, `perc_desconto_${place}`, `valor_desconto_${place}`);
    const until = given[`data_limite_desconto_${place}`] ?? '';
    if (!discount) return PARAMETERS;
    const { percentage, value: cents } = discount;
    if (percentage === 0 && cents === 0 && until === '') continue;
    if (percentage > 0 && cents > 0) return DISCOUNT_TWICE;
    if (percentage + cents === 0 || until === '') return DISCOUNT_INCOMPLETE;
    const refusal = discountDateRefusal(until, title);
    if (refusal !== undefined) return refusal;
    if (String(until) <= last) return DISCOUNTS_OUT_OF_ORDER;
    // A percentage has five decimals.
    const reduction = cents + (value * percentage) / 10_000_000;
    if (reduction >= value) return DISCOUNT_TOO_LARGE;
    last = String(until);
    total += reduction;
  }
  return total >= value ? DISCOUNT_TOTAL : undefined;
}

function discountDateRefusal(until: unknown, { data_emissao, data_vencimento }: Members): number | undefined {
  if (!isDate(until) || until > String(data_vencimento)) return DISCOUNT_DATE;
  return until <= String(data_emissao) ? DISCOUNT_ON_ISSUE : undefined;
}

function guarantorRefusal({ sacador_avalista }: Members): number | undefined {
  if (sacador_avalista === undefined) return undefined;
  const { nome, documento, tipo_documento, endereco } = membersOf(sacador_avalista);
  if (typeof nome !== 'string' || nome === '') return GUARANTOR_INCOMPLETE;
  const isValid = tipo_documento === '1' ? isValidCpf(String(documento)) : isValidCnpj(String(documento));
  const { cep, logradouro, cidade, uf } = membersOf(endereco);
  if (!isValid || logradouro === '' || cidade === '' || !STATES.has(String(uf))) return GUARANTOR_INCOMPLETE;
  return matches(cep, /^[0-9]{8}$/) ? undefined : GUARANTOR_CEP;
}

/** Reads a percentage (text of eight digits) and a value (cents); undefined when one of them is malformed. */
function chargeOf(given: Members, percentage: string, value: string) {
  const share = given[percentage] ?? '';
  const cents = given[value] ?? 0;
  if (share !== '' && !matches(share, /^[0-9]{8}$/)) return undefined;
  return isInteger(cents, 0, MAX_VALUE) ? { percentage: Number(share), value: Number(cents) } : undefined;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && isCivilDate(value);
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}

function isText(value: unknown, width: number): boolean {
  return typeof value === 'string' && value.length <= width && isLatin1(value);
}

function isLatin1(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]*$/.test(text);
}
