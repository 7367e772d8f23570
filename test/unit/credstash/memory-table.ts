import { randomBytes } from 'node:crypto';
import type { DataKeys } from '../../../src/credstash/data-keys.js';
import {
  decodeHistoric,
  decodeListed,
  decodeRow,
  encodeRow,
  type Item,
} from '../../../src/credstash/rows.js';
import { sealRow } from '../../../src/credstash/seal-row.js';
import type { Reads } from '../../../src/credstash/table/reads.js';
import type { Scans } from '../../../src/credstash/table/scans.js';
import type { Writes } from '../../../src/credstash/table/writes.js';
import type { Unwrap } from '../../../src/credstash/unwrap.js';
import { compareVersions } from '../../../src/credstash/versions.js';

/** A table in memory. It keeps items in the order of their addition, and wraps data keys itself. */
export class MemoryTable {
  readonly items: Item[] = [];
  readonly #dataKeys = new Map<string, Buffer>();

  readonly dataKeys: DataKeys = {
    generate: async () => {
      const [plaintext, wrapped] = [randomBytes(64), randomBytes(16)];
      this.#dataKeys.set(wrapped.toString('hex'), Buffer.from(plaintext));
      return { plaintext, wrapped };
    },
  };

  readonly unwrap: Unwrap = async (wrapped) => {
    const dataKey = this.#dataKeys.get(Buffer.from(wrapped).toString('hex'));
    if (!dataKey) throw new Error('This key was not wrapped here.');
    return Buffer.from(dataKey);
  };

  readonly reads: Reads = {
    find: async (name, version) => {
      const item = this.items.find((each) => each.name?.S === name && each.version?.S === version);
      return item && decodeRow(item);
    },
    findLatest: async (name) => {
      const [latest] = this.#newestFirst(name);
      return latest && decodeRow(latest);
    },
    findLatestVersion: async (name) => this.#newestFirst(name)[0]?.version?.S,
    versions: async (name) => this.#newestFirst(name).map(decodeHistoric),
  };

  readonly scans: Scans = {
    list: async () => this.items.map(decodeListed),
    names: async () => [...new Set(this.items.map((item) => decodeListed(item).name))],
    items: (startsWith) => this.#scan(startsWith),
  };

  readonly writes: Writes = {
    add: async (row) => {
      if (await this.reads.find(row.name, row.version)) return false;
      this.items.push(encodeRow(row));
      return true;
    },
    remove: async (name, version) => {
      const index = this.items.findIndex((item) => item.name?.S === name && item.version?.S === version);
      if (index >= 0) this.items.splice(index, 1);
    },
  };

  /** Stores a value under a version exactly as given, without padding. */
  async store(name: string, version: string, value: string): Promise<void> {
    const sealed = await sealRow({ name, value, comment: undefined, digest: 'SHA256' }, this.dataKeys);
    this.items.push(encodeRow({ ...sealed, version }));
  }

  async *#scan(startsWith: string): AsyncGenerator<Item> {
    for (const item of this.items) if (item.name?.S?.startsWith(startsWith)) yield item;
  }

  #newestFirst(name: string): Item[] {
    return this.items
      .filter((item) => item.name?.S === name)
      .sort((a, b) => compareVersions(b.version?.S ?? '', a.version?.S ?? ''));
  }
}
