import { AwsError } from '../aws/service.js';

/** A decoded body of `content-encoding: aws-chunked`. */
export interface ChunkedBody {
  readonly data: Buffer;
  /** Lower-case names. A client that streams sends the checksum here. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * Decodes `<hex size>[;chunk-signature=<hex>]\r\n<data>\r\n … 0\r\n[<trailer>\r\n …]\r\n`. It verifies no signature.
 *
 * @throws AwsError IncompleteBody when a chunk is malformed or cut off; MalformedTrailerError
 * @example decodeAwsChunked(Buffer.from('3\r\nabc\r\n0\r\n\r\n')).data.toString() // 'abc'
 */
export function decodeAwsChunked(body: Buffer): ChunkedBody {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const line = readLine(body, position);
    const size = readChunkSize(line.text);
    const start = line.next;
    if (size === 0) return { data: Buffer.concat(chunks), trailers: readTrailers(body, start) };
    const end = start + size;
    if (body.toString('latin1', end, end + 2) !== '\r\n') throw incompleteBody();
    chunks.push(body.subarray(start, end));
    position = end + 2;
  }
}

function readChunkSize(text: string): number {
  const parts = /^([0-9a-f]{1,8})(?:;chunk-signature=[0-9a-f]{64})?$/i.exec(text);
  if (!parts?.[1]) throw incompleteBody();
  return Number.parseInt(parts[1], 16);
}

function readTrailers(body: Buffer, start: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  let position = start;
  while (position < body.length) {
    const line = readLine(body, position);
    if (line.text === '') break;
    const colon = line.text.indexOf(':');
    if (colon < 1) throw malformedTrailer();
    trailers[line.text.slice(0, colon).trim().toLowerCase()] = line.text.slice(colon + 1).trim();
    position = line.next;
  }
  return trailers;
}

/** Reads a line that ends with \r\n or \n: some clients end a trailer line with \n, and S3 accepts both. */
function readLine(body: Buffer, start: number): { text: string; next: number } {
  const end = body.indexOf(0x0a, start);
  if (end < 0) throw incompleteBody();
  const text = body.toString('latin1', start, end);
  return { text: text.endsWith('\r') ? text.slice(0, -1) : text, next: end + 1 };
}

const incompleteBody = (): AwsError =>
  new AwsError(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

export const malformedTrailer = (): AwsError =>
  new AwsError(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
