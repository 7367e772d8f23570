/** Cyclic redundancy checks that Node lacks: CRC-32C and CRC-64/NVME, both reflected. */

const CRC32C_POLYNOMIAL = 0x82f63b78;
const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const MASK64 = 0xffffffffffffffffn;

/** Computes the CRC-32C. @example crc32c(Buffer.from('123456789')) // 0xe3069283 */
export function crc32c(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ at(crc32cTable(), (crc ^ byte) & 0xff);
  return ~crc >>> 0;
}

/**
 * Computes the CRC-64/NVME, in two 32-bit halves. A BigInt for each byte would be about fifty times slower.
 *
 * @example crc64nvme(Buffer.from('123456789')) // 0xae8b14860a799888n
 */
export function crc64nvme(data: Buffer): bigint {
  const { highs, lows } = crc64nvmeTables();
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ at(lows, index);
    high = (high >>> 8) ^ at(highs, index);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}

const at = (table: Uint32Array, index: number): number => table[index] ?? 0;

const crc32cTable = once(() =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ CRC32C_POLYNOMIAL : crc >>> 1;
    return crc;
  }),
);

const crc64nvmeTables = once(() => {
  const entries = Array.from({ length: 256 }, (_, index) => {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ CRC64NVME_POLYNOMIAL : crc >> 1n;
    return crc & MASK64;
  });
  return {
    highs: Uint32Array.from(entries, (crc) => Number(crc >> 32n)),
    lows: Uint32Array.from(entries, (crc) => Number(crc & 0xffffffffn)),
  };
});

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
