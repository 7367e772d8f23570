import type { Database } from '../database/connection.js';
import type { Deadline } from '../lambda.js';
import type { NewBoleto } from './boleto.js';

/** Hands out nossos números: one sequence for each issuer, agency, account and wallet, counting from 1. */
export interface TitleIds {
  /** The next one. It is spent even if no boleto comes of it; a bank minds a number used twice, not one left out. */
  next(boleto: NewBoleto, deadline: Deadline): Promise<number>;
  /** Moves on past the numbers that callers have chosen themselves, after `next` gave one of those. */
  skipTaken(boleto: NewBoleto, taken: number, deadline: Deadline): Promise<void>;
}

const KEY = `$1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0')`;

const NEXT = `
  INSERT INTO title_ids AS sequence (issuer, agency, account, wallet, last) VALUES (${KEY}, 1)
  ON CONFLICT (issuer, agency, account, wallet) DO UPDATE SET last = sequence.last + 1
  RETURNING last`;

/** The end of the run of taken numbers that begins at `taken`. */
const SKIP = `
  UPDATE title_ids SET last = GREATEST(last, (
    SELECT title_id FROM boletos taken
    WHERE (issuer, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0')) = (${KEY})
      AND title_id >= $5
      AND NOT EXISTS (
        SELECT FROM boletos next
        WHERE (next.issuer, ltrim(next.issuer_agency, '0'), ltrim(next.issuer_account, '0'), ltrim(next.issuer_wallet, '0')) = (${KEY})
          AND next.title_id = taken.title_id + 1
      )
    ORDER BY title_id LIMIT 1
  ))
  WHERE (issuer, agency, account, wallet) = (${KEY})`;

export function createTitleIds(database: Database): TitleIds {
  return {
    async next(boleto, deadline) {
      const [row] = await database.query<{ last: number }>(NEXT, keyOf(boleto), deadline);
      if (!row) throw new Error('INSERT … RETURNING returned no row');
      return row.last;
    },
    async skipTaken(boleto, taken, deadline) {
      await database.query(SKIP, [...keyOf(boleto), taken], deadline);
    },
  };
}

function keyOf(boleto: NewBoleto): string[] {
  return [boleto.issuer, boleto.issuer_agency, boleto.issuer_account, boleto.issuer_wallet];
}
