import type { Database } from '../database/connection.js';
import { titleIdsExhausted } from '../http/errors.js';
import { titleIdLimit } from '../issuers/codes.js';
import { type WalletFields, walletKey } from '../issuers/wallet.js';
import type { Deadline } from '../lambda.js';

/**
 * Numbers that this execution environment has reserved. A reservation is committed before its first number is used, so
 * that no number is used twice. Numbers that an environment still holds when it ends are never used: a bank objects to a
 * number that comes twice, not to one that is left out.
 */
export interface TitleIds {
  /**
   * Returns a number that is reserved for this wallet. While nothing else uses the wallet, it reserves none and returns
   * null: the INSERT then takes the next number in its own statement.
   *
   * @throws HttpError 409 TITLE_IDS_EXHAUSTED
   */
  next(wallet: WalletFields, deadline: Deadline): Promise<number | null>;
  /** Reports that the INSERT found the wallet's row locked, or no number left. The next call of `next` reserves a block. */
  contended(wallet: WalletFields): void;
  /** Moves past the run of numbers that callers chose themselves, which begins at `taken`. */
  skipTaken(wallet: WalletFields, taken: number, deadline: Deadline): Promise<void>;
}

/** A block grows only while other environments take numbers of the wallet at the same time. */
const LARGEST_BLOCK = 32;
/** A block is at most this part of the numbers that are left: some banks have few. */
const PART_OF_LEFT = 100_000;

interface Block {
  next: number;
  last: number;
  /** The size of the next block. With 1, the INSERT takes the number itself. */
  size: number;
  /** Concurrent requests of one process share a reservation. */
  reserving?: Promise<void> | undefined;
}

/**
 * Reserves up to `$5` numbers. It writes nothing if none is left.
 *
 * @param waiting `SKIP LOCKED`: returns no row instead of waiting while another transaction holds the wallet's row
 */
const reserveStatement = (waiting: '' | 'SKIP LOCKED') => `
  WITH wallet AS (
    SELECT issuer, agency, account, wallet, last, $6::bigint - last AS left FROM title_ids
    WHERE (issuer, agency, account, wallet) = ($1, $2, $3, $4)
    FOR UPDATE ${waiting}
  ), block AS (
    SELECT *, LEAST($5::bigint, GREATEST(1, "left" / ${PART_OF_LEFT})) AS size FROM wallet WHERE "left" > 0
  )
  UPDATE title_ids SET last = block.last + size FROM block
  WHERE (title_ids.issuer, title_ids.agency, title_ids.account, title_ids.wallet) =
    (block.issuer, block.agency, block.account, block.wallet)
  RETURNING block.last + 1 AS first, title_ids.last`;

const RESERVE = reserveStatement('');
const RESERVE_UNLESS_LOCKED = reserveStatement('SKIP LOCKED');

/**
 * Moves the sequence to the end of the run of taken numbers that begins at `$5`. It compares wallets as the index
 * `boletos_title_in_series` does.
 */
const SKIP = `
  UPDATE title_ids SET last = GREATEST(last, (
    SELECT title_id FROM boletos taken
    WHERE (title_series, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0')) =
        ($1, $2, $3, $4)
      AND title_id >= $5
      AND NOT EXISTS (
        SELECT FROM boletos next
        WHERE (
            next.title_series, ltrim(next.issuer_agency, '0'), ltrim(next.issuer_account, '0'), ltrim(next.issuer_wallet, '0')
          ) = ($1, $2, $3, $4)
          AND next.title_id = taken.title_id + 1
      )
    ORDER BY title_id LIMIT 1
  ))
  WHERE (issuer, agency, account, wallet) = ($1, $2, $3, $4)`;

/** Creates the blocks of one execution environment, one for each wallet. */
export function createTitleIds(database: Database): TitleIds {
  const blocks = new Map<string, Block>();

  function blockOf(wallet: WalletFields): Block {
    const name = walletKey(wallet).join('/');
    const block = blocks.get(name) ?? { next: 1, last: 0, size: 1 };
    blocks.set(name, block);
    return block;
  }

  async function reserve(wallet: WalletFields, block: Block, deadline: Deadline): Promise<void> {
    const run = async (statement: string, size: number) => {
      const values = [...walletKey(wallet), size, titleIdLimit(wallet.issuer)];
      return (await database.query<{ first: number; last: number }>(statement, values, deadline))[0];
    };
    const wanted = block.size;
    const free = await run(RESERVE_UNLESS_LOCKED, wanted);
    // Doubling under contention and shrinking by one keeps the row free nearly always, however many take numbers.
    block.size = free ? Math.max(1, wanted - 1) : Math.min(LARGEST_BLOCK, wanted * 2);
    const reserved = free ?? (await run(RESERVE, block.size));
    if (!reserved) throw titleIdsExhausted(wallet.issuer);
    block.next = reserved.first;
    block.last = reserved.last;
  }

  return {
    async next(wallet, deadline) {
      const block = blockOf(wallet);
      for (;;) {
        if (block.next <= block.last) return block.next++;
        if (block.size === 1) return null;
        block.reserving ??= reserve(wallet, block, deadline).finally(() => {
          block.reserving = undefined;
        });
        await block.reserving;
      }
    },
    contended(wallet) {
      const block = blockOf(wallet);
      block.size = Math.max(2, block.size);
    },
    async skipTaken(wallet, taken, deadline) {
      const block = blockOf(wallet);
      block.next = block.last + 1;
      await database.query(SKIP, [...walletKey(wallet), taken], deadline);
    },
  };
}
