import { AwsError } from '../aws/service.js';

/** Bytes from `start` up to `end`, which is excluded. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `bytes=<first>-<last>`, `bytes=<first>-` or `bytes=-<suffix length>`.
 *
 * @returns undefined for anything else, such as several ranges: S3 then answers the whole object
 * @throws AwsError InvalidRange when the object has none of the bytes
 * @example parseRange('bytes=0-9', 100) // { start: 0, end: 10 }
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [first, last] = [parts?.[1] ?? '', parts?.[2] ?? ''];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size }
      : { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) };
  if (range.start >= size || range.start >= range.end) {
    throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
      RangeRequested: header,
      ActualObjectSize: size,
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return range;
}
