import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { InvalidCiphertextException } from '@aws-sdk/client-kms';
import { mapConcurrently } from '../../../src/credstash/concurrency.js';
import type { DataKeys } from '../../../src/credstash/data-keys.js';
import { CredstashError, DIGESTS, padVersion } from '../../../src/credstash/index.js';
import { openRow } from '../../../src/credstash/open-row.js';
import { decodeRow, encodeRow, type Item, type Secret } from '../../../src/credstash/rows.js';
import { sealRow } from '../../../src/credstash/seal-row.js';
import { type Context, translateKms, type Unwrap } from '../../../src/credstash/unwrap.js';
import { keyIdOf, openBlob, sealBlob } from '../../../src/emulator/kms/ciphertext.js';

const ITEMS = 10_000;
const ATTRIBUTES = ['name', 'version', 'key', 'contents', 'hmac', 'digest', 'comment'];

interface Original extends Secret {
  readonly context: Context;
}

describe('credstash over random items', function () {
  this.timeout(120_000);
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
  const random = generator(seed);
  let originals: Original[];
  let items: Item[];

  before(async () => {
    originals = Array.from({ length: ITEMS }, () => randomSecret(random));
    items = await mapConcurrently(originals, 16, (original) => store(original));
  });

  it(`decrypts ${ITEMS} of them to what was encrypted (seed ${seed})`, async () => {
    await mapConcurrently([...originals.entries()], 16, async ([index, { context, ...secret }]) => {
      const row = decodeRow(otherWriter(items[index]!, random));
      assert.deepEqual(await openRow(row, unwrapping(context)), secret);
    });
  });

  it(`answers ${ITEMS} corruptions with the value or a typed error, never with another value (seed ${seed})`, async () => {
    const outcomes: Record<string, number> = {};
    await mapConcurrently([...originals.entries()], 16, async ([index, original]) => {
      const other = items[random(ITEMS)]!;
      const corrupted = corrupt(items[index]!, other, random);
      const context = random(10) === 0 ? randomContext(random) : original.context;
      const outcome = await opened(corrupted, unwrapping(context));
      outcomes[outcome.code] = (outcomes[outcome.code] ?? 0) + 1;
      if (outcome.value === undefined) return;
      assert.equal(outcome.value, original.value, JSON.stringify({ index, corrupted }));
    });
    assert.ok((outcomes.INTEGRITY_ERROR ?? 0) > ITEMS / 4, JSON.stringify(outcomes));
    assert.ok((outcomes.CONTEXT_MISMATCH ?? 0) > ITEMS / 20, JSON.stringify(outcomes));
  });
});

async function opened(item: Item, unwrap: Unwrap): Promise<{ code: string; value?: string }> {
  try {
    return { code: 'opened', value: (await openRow(decodeRow(item), unwrap)).value };
  } catch (error) {
    assert.ok(error instanceof CredstashError, `an untyped error: ${String(error)}`);
    return { code: error.code };
  }
}

async function store({ context, ...secret }: Original): Promise<Item> {
  const { name, value, comment, digest, version } = secret;
  return encodeRow({ ...(await sealRow({ name, value, comment, digest }, generating(context))), version });
}

const MATERIAL = randomBytes(32);
const KEY = '00000000-0000-4000-8000-000000000000';

/** Wraps data keys as the emulator's KMS does, without HTTP, which would take too long for 10,000 items. */
const generating = (context: Context): DataKeys => ({
  async generate() {
    const plaintext = randomBytes(64);
    return { plaintext, wrapped: sealBlob(KEY, MATERIAL, plaintext, context) };
  },
});

const unwrapping =
  (context: Context): Unwrap =>
  async (wrapped, subject) => {
    const blob = Buffer.from(wrapped);
    const plaintext = keyIdOf(blob) === KEY ? openBlob(MATERIAL, blob, context) : undefined;
    if (plaintext) return plaintext;
    throw translateKms(new InvalidCiphertextException({ message: '', $metadata: {} }), subject);
  };

type Random = (below: number) => number;

/** Generates random numbers with mulberry32. FUZZ_SEED repeats the numbers of a failed run. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function randomSecret(random: Random): Original {
  const comment = randomText(random, 20);
  return {
    name: `a${randomText(random, 40)}`,
    version: padVersion(random(3) === 0 ? `rel-${randomText(random, 8)}` : BigInt(random(2 ** 31)) ** 2n),
    value: randomText(random, random(20) === 0 ? 4_000 : 100),
    digest: DIGESTS[random(DIGESTS.length)]!,
    ...(comment ? { comment } : {}),
    context: randomContext(random),
  };
}

function randomContext(random: Random): Context {
  return Object.fromEntries(
    Array.from({ length: random(4) }, () => [`k${random(100)}`, `v${randomText(random, 10)}`]),
  );
}

/** Returns a text of ASCII characters, or of any characters that UTF-8 can encode, with NUL and U+FEFF among them. */
function randomText(random: Random, longest: number): string {
  const isPlain = random(2) === 0;
  const point = () => {
    if (isPlain) return 0x20 + random(0x5f);
    const any = random(4) === 0 ? random(0x110000) : random(0x300);
    return any >= 0xd800 && any <= 0xdfff ? 0xfeff : any;
  };
  return String.fromCodePoint(...Array.from({ length: random(longest + 1) }, point));
}

/** Returns the item as another writer would have stored it. */
function otherWriter(item: Item, random: Random): Item {
  const hmac = item.hmac?.S ?? '';
  const digest = item.digest?.S ?? '';
  switch (random(4)) {
    case 0:
      return { ...item, hmac: { B: Buffer.from(hmac) } };
    case 1:
      return { ...item, hmac: { S: hmac.toUpperCase() } };
    default:
      return digest === 'SHA256' ? omit(item, 'digest') : item;
  }
}

function corrupt(item: Item, other: Item, random: Random): Item {
  const attribute = ATTRIBUTES[random(ATTRIBUTES.length)]!;
  const text = item[attribute]?.S ?? '';
  const at = random(text.length + 1);
  switch (random(9)) {
    case 0:
      return omit(item, attribute);
    case 1:
      return { ...item, [attribute]: { S: text.slice(0, at) } };
    case 2:
      return { ...item, [attribute]: { S: `${text.slice(0, at)}${randomText(random, 3)}${text.slice(at)}` } };
    case 3:
      return { ...item, [attribute]: { S: flipLetter(text, at, random) } };
    case 4:
      return { ...item, [attribute]: { S: flipBit(text, random).toString('base64') } };
    case 5:
      return { ...item, [attribute]: [{ N: '7' }, { BOOL: true }, { NULL: true }, { L: [] }][random(4)]! };
    case 6:
      return { ...item, [attribute]: { B: Buffer.from(text).subarray(0, at) } };
    case 7:
      return other[attribute] ? { ...item, [attribute]: other[attribute] } : item;
    default:
      return { ...item, digest: { S: [...DIGESTS, 'sha1', 'RIPEMD', 'WHIRLPOOL', 'toString'][random(10)]! } };
  }
}

function omit(item: Item, attribute: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== attribute));
}

function flipLetter(text: string, at: number, random: Random): string {
  const alphabet = 'ABCDEFabcdef0123456789+/=';
  return `${text.slice(0, at)}${alphabet[random(alphabet.length)]}${text.slice(at + 1)}`;
}

function flipBit(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) return Buffer.of(random(256));
  const at = random(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  return bytes;
}
