import { plainText } from '../../boleto/index.js';

/**
 * Converts a text to what banks accept: one line of Latin-1, at most `width` characters. `plainText` says what becomes of
 * other characters.
 *
 * @example bankText('Ｊosé\n da  Silva', 12) // 'José da Silv'
 */
export function bankText(text: string | number | null | undefined, width: number): string {
  return plainText(String(text ?? ''), 'latin-1')
    .slice(0, width)
    .trimEnd();
}

/** Returns the digits of a text, at most `width` of them, as of a CEP with its dash. */
export function bankDigits(text: string | null | undefined, width: number): string {
  return (text ?? '').replace(/[^0-9]/g, '').slice(0, width);
}

/** Cuts a text to `bytes` bytes of UTF-8, without cutting a character in two. */
export function bankBytes(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  return whole.subarray(0, bytes).toString().replace(/�+$/, '').trimEnd();
}

const STATES: Readonly<Record<string, string>> = {
  acre: 'AC',
  alagoas: 'AL',
  amapa: 'AP',
  amazonas: 'AM',
  bahia: 'BA',
  ceara: 'CE',
  'distrito federal': 'DF',
  'espirito santo': 'ES',
  goias: 'GO',
  maranhao: 'MA',
  'mato grosso': 'MT',
  'mato grosso do sul': 'MS',
  'minas gerais': 'MG',
  para: 'PA',
  paraiba: 'PB',
  parana: 'PR',
  pernambuco: 'PE',
  piaui: 'PI',
  'rio de janeiro': 'RJ',
  'rio grande do norte': 'RN',
  'rio grande do sul': 'RS',
  rondonia: 'RO',
  roraima: 'RR',
  'santa catarina': 'SC',
  'sao paulo': 'SP',
  sergipe: 'SE',
  tocantins: 'TO',
};
const CODES: ReadonlySet<string> = new Set(Object.values(STATES));

/**
 * Returns the two letters (UF) of a state from its letters or its name. For anything else it returns an empty text, so
 * that the bank refuses it: the first two letters of a name may be another state's.
 *
 * @example stateCode('São Paulo') // 'SP'
 */
export function stateCode(state: string | null | undefined): string {
  const plain = plainText(state ?? '', 'ascii');
  const code = plain.toUpperCase();
  return CODES.has(code) ? code : (STATES[plain.toLowerCase()] ?? '');
}
