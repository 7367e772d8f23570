/**
 * Whether a request prefers one media type over another, by its `Accept` header (RFC 9110, 12.5.1).
 *
 * @param accept the header; undefined if the request has none
 * @example
 * prefers('application/pdf, text/html;q=0.9', 'application/pdf', 'text/html') // true
 * prefers('*\/*', 'application/pdf', 'text/html') // false: it accepts both alike
 */
export function prefers(accept: string | undefined, type: string, other: string): boolean {
  const ranges = (accept ?? '*/*').split(',').map(readRange);
  return qualityOf(type, ranges) > qualityOf(other, ranges);
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const number = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, quality: number >= 0 && number <= 1 ? number : 0 };
}

/** The most specific range that matches decides. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const [family] = type.split('/');
  for (const fitting of [type, `${family}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === fitting);
    if (range) return range.quality;
  }
  return 0;
}
