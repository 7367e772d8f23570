/**
 * Reads a CloudWatch Logs filter pattern of terms: `a "b c"` needs all, `?a ?b` one of them, `-a` none. Undefined for
 * what is not of that kind: patterns of JSON (`{ $.a = 1 }`), of fields (`[a, b]`) and regular expressions (`%a%`).
 *
 * @example parseFilter('ERROR -timeout')?.('ERROR: no answer') // true
 */
export function parseFilter(pattern: string): ((message: string) => boolean) | undefined {
  if (/^\s*[{[]/.test(pattern)) return undefined;
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map((match) => ({
    sign: match[1],
    text: match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '',
  }));
  if (terms.some(({ text }) => /^%.*%$/.test(text))) return undefined;
  const needed = terms.filter(({ sign }) => sign === '');
  const optional = terms.filter(({ sign }) => sign === '?');
  const excluded = terms.filter(({ sign }) => sign === '-');
  return (message) =>
    needed.every(({ text }) => message.includes(text)) &&
    (optional.length === 0 || needed.length > 0 || optional.some(({ text }) => message.includes(text))) &&
    !excluded.some(({ text }) => message.includes(text));
}
