import { AwsError } from '../aws/service.js';

/** A body sent as `content-encoding: aws-chunked`, put together again. */
export interface ChunkedBody {
  readonly data: Buffer;
  readonly chunks: readonly Chunk[];
  /** Lower-case names; a checksum of a stream arrives here. */
  readonly trailers: Readonly<Record<string, string>>;
}

export interface Chunk {
  readonly data: Buffer;
  /** Of a signed stream. */
  readonly signature?: string;
}

/**
 * Decodes `<hex size>[;chunk-signature=<hex>]\r\n<data>\r\n … 0\r\n[<trailer>\r\n …]\r\n`.
 *
 * @throws AwsError IncompleteBody when the framing is broken or cut short
 * @example decodeAwsChunked(Buffer.from('3\r\nabc\r\n0\r\n\r\n')).data.toString() // 'abc'
 */
export function decodeAwsChunked(body: Buffer): ChunkedBody {
  const chunks: Chunk[] = [];
  let position = 0;
  for (;;) {
    const line = readLine(body, position);
    const { size, signature } = readChunkHeader(line.text);
    const start = line.next;
    const chunk = { data: body.subarray(start, start + size), ...(signature ? { signature } : {}) };
    chunks.push(chunk);
    if (size === 0) return { data: joined(chunks), chunks, trailers: readTrailers(body, start) };
    const end = start + size;
    if (body.length < end + 2 || body.toString('latin1', end, end + 2) !== '\r\n') throw incompleteBody();
    position = end + 2;
  }
}

function readChunkHeader(text: string): { size: number; signature?: string } {
  const parts = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(text);
  if (!parts?.[1]) throw incompleteBody();
  const size = Number.parseInt(parts[1], 16);
  return parts[2] ? { size, signature: parts[2] } : { size };
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

/** Some clients end a trailer line with \n alone; S3 takes both. */
function readLine(body: Buffer, start: number): { text: string; next: number } {
  const end = body.indexOf(0x0a, start);
  if (end < 0) throw incompleteBody();
  const text = body.toString('latin1', start, end);
  return { text: text.endsWith('\r') ? text.slice(0, -1) : text, next: end + 1 };
}

const joined = (chunks: readonly Chunk[]): Buffer => Buffer.concat(chunks.map((chunk) => chunk.data));

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
