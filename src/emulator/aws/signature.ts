import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  createScope,
  getCanonicalHeaders,
  getSigningKey,
  SignatureV4,
  type SignatureV4CryptoInit,
} from '@smithy/signature-v4';
import type { Clock } from '../../clock.js';
import type { EmulatorContext } from './service.js';

/** A request as it was sent. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent, without any decoding. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the headers or the query of a request say about its signature (Signature Version 4). */
export interface Signature {
  readonly accessKeyId: string;
  /** `20260102` */
  readonly day: string;
  readonly region: string;
  /** Service name in the credential scope. */
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly value: string;
  /** `20260102T030405Z` */
  readonly time: string;
  /** Seconds for which a presigned URL is valid; undefined for a signature in the headers. */
  readonly expires?: number;
}

/** Why a signature is refused. Each service has its own error code for it. */
export type Refusal = 'unknown-key' | 'wrong-signature' | 'expired' | 'skewed' | 'wrong-payload';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** Milliseconds by which the two clocks may differ. A presigned URL may be that far ahead of the emulator's clock. */
const SKEW = 15 * 60_000;

/** Reads the signature of a request without verifying it. Returns undefined for an unsigned request. */
export function findSignature(request: Pick<WireRequest, 'target' | 'headers'>): Signature | undefined {
  const { authorization = '', 'x-amz-date': time = '' } = request.headers;
  if (authorization.startsWith(ALGORITHM)) {
    const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1];
    return signature(part('Credential'), part('SignedHeaders'), part('Signature'), time);
  }
  const query = new URLSearchParams(splitTarget(request.target).query);
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  const parameter = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const found = signature(
    parameter('Credential'),
    parameter('SignedHeaders'),
    parameter('Signature'),
    parameter('Date'),
  );
  return found && { ...found, expires: Number(parameter('Expires')) };
}

function signature(
  credential: string | undefined,
  signedHeaders: string | undefined,
  value: string | undefined,
  time: string | undefined,
): Signature | undefined {
  const [accessKeyId, day, region, service, end] = credential?.split('/') ?? [];
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request') return undefined;
  if (!signedHeaders || !value || !time) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: signedHeaders.split(';'), value, time };
}

/**
 * Verifies a signature against the only access key.
 *
 * @returns why the signature is refused, or undefined when it is valid
 */
export async function verifySignature(
  request: WireRequest,
  found: Signature,
  credentials: EmulatorContext['credentials'],
  clock: Clock,
): Promise<Refusal | undefined> {
  if (found.accessKeyId !== credentials.accessKeyId) return 'unknown-key';
  const refusal = timeRefusal(found, clock.now().getTime());
  if (refusal) return refusal;
  const expected = Buffer.from(await new Verifier(found, credentials).expected(request, found));
  const given = Buffer.from(found.value);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'wrong-signature';
  const declared = request.headers['x-amz-content-sha256'];
  const isHash = declared !== undefined && /^[0-9a-f]{64}$/.test(declared);
  return isHash && declared !== sha256Hex(request.body) ? 'wrong-payload' : undefined;
}

function timeRefusal({ time, expires }: Signature, now: number): Refusal | undefined {
  const signed = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signed)) return 'wrong-signature';
  if (expires === undefined) return Math.abs(now - signed) > SKEW ? 'skewed' : undefined;
  return now > signed + expires * 1000 || signed - now > SKEW ? 'expired' : undefined;
}

/** Signs a request again with the headers, the time and the scope that the sender chose. */
class Verifier extends SignatureV4 {
  readonly #credentials: EmulatorContext['credentials'];

  constructor({ region, service }: Signature, credentials: EmulatorContext['credentials']) {
    super({ credentials, region, service, sha256: Sha256, uriEscapePath: service !== 's3' });
    this.#credentials = credentials;
  }

  async expected(wire: WireRequest, { signedHeaders, day, region, service, time, expires }: Signature) {
    const { path, query } = splitTarget(wire.target);
    const headers = Object.fromEntries(signedHeaders.map((name) => [name, wire.headers[name] ?? '']));
    const request = {
      method: wire.method,
      path,
      query: queryBag(query),
      headers,
      protocol: '',
      hostname: '',
    };
    const canonical = this.createCanonicalRequest(
      request,
      getCanonicalHeaders(request, undefined, new Set(signedHeaders)),
      payloadHash(wire, service === 's3' && expires !== undefined),
    );
    const scope = createScope(day, region, service);
    const text = await this.createStringToSign(time, scope, canonical, ALGORITHM);
    const key = await getSigningKey(Sha256, this.#credentials, day, region, service);
    return createHmac('sha256', key).update(text).digest('hex');
  }
}

/** Returns the payload hash to sign: the header's value, else the body's hash. A presigned S3 URL does not sign the payload. */
function payloadHash({ headers, target, body }: WireRequest, presignedForS3: boolean): string {
  const declared = headers['x-amz-content-sha256'];
  if (declared) return declared;
  if (!presignedForS3) return sha256Hex(body);
  return new URLSearchParams(splitTarget(target).query).get('X-Amz-Content-Sha256') ?? UNSIGNED;
}

function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** Keeps a plus sign, unlike URLSearchParams: signers write a space as %20. */
function queryBag(query: string): Record<string, string[]> {
  const bag: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=');
    bag[decode(name)] = [...(bag[decode(name)] ?? []), decode(value.join('='))];
  }
  return bag;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sha256Hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Adapts node:crypto to the signer's interface. */
const Sha256: SignatureV4CryptoInit['sha256'] = class {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secretBytes(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
};

function secretBytes(secret: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof secret === 'string') return Buffer.from(secret);
  if (secret instanceof ArrayBuffer) return Buffer.from(secret);
  return Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength);
}
