/**
 * A text as banks take it: one line of Latin-1, at most `width` characters. What Latin-1 has not is put into its plain
 * form where there is one (full-width letters, ligatures), and left out where there is none.
 *
 * @example bankText('Ｊosé\n da  Silva 👍', 12) // 'José da Silv'
 */
export function bankText(text: string | number | null | undefined, width: number): string {
  return String(text ?? '')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, width)
    .trimEnd();
}

/** The digits of a text, at most `width`: a CEP with its dash. */
export function bankDigits(text: string | null | undefined, width: number): string {
  return (text ?? '').replace(/[^0-9]/g, '').slice(0, width);
}

/** As much of a text as `bytes` bytes of UTF-8 hold, no character cut in two. */
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
 * The two letters (UF) of a state by its letters or its name; empty for anything else, so that the bank refuses what a
 * cut name would make another state of.
 *
 * @example stateCode('São Paulo') // 'SP'
 */
export function stateCode(state: string | null | undefined): string {
  const plain = bankText(state, 60).normalize('NFD').replace(/\p{M}/gu, '');
  const code = plain.toUpperCase();
  return CODES.has(code) ? code : (STATES[plain.toLowerCase()] ?? '');
}

/** Civil date, `YYYY-MM-DD`, on which a moment is in São Paulo. */
export function saoPauloDate(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo', dateStyle: 'short' }).format(
    moment,
  );
}
