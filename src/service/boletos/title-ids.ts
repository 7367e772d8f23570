import type { Database } from '../database/connection.js';
import { titleSeriesOf } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import type { NewBoleto } from './boleto.js';

/**
 * Moves the sequence to the end of the run of taken numbers that begins at `$5`. It compares wallets as the index
 * `boletos_title_in_series` does.
 */
const SKIP = `
  UPDATE title_ids SET last = GREATEST(last, (
    SELECT title_id FROM boletos taken
    WHERE (title_series, ltrim(issuer_agency, '0'), ltrim(issuer_account, '0'), ltrim(issuer_wallet, '0')) =
        ($1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0'))
      AND title_id >= $5
      AND NOT EXISTS (
        SELECT FROM boletos next
        WHERE (
            next.title_series, ltrim(next.issuer_agency, '0'), ltrim(next.issuer_account, '0'), ltrim(next.issuer_wallet, '0')
          ) = ($1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0'))
          AND next.title_id = taken.title_id + 1
      )
    ORDER BY title_id LIMIT 1
  ))
  WHERE (issuer, agency, account, wallet) = ($1, ltrim($2, '0'), ltrim($3, '0'), ltrim($4, '0'))`;

/**
 * Moves a wallet's sequence past numbers that callers chose themselves. Skipped numbers are never used: a bank objects
 * to a number that is used twice, not to one that is left out.
 *
 * @param taken the number that the sequence gave and that another boleto has
 */
export async function skipTakenTitles(
  database: Database,
  boleto: NewBoleto,
  taken: number,
  deadline: Deadline,
): Promise<void> {
  const wallet = [boleto.issuer_agency, boleto.issuer_account, boleto.issuer_wallet];
  await database.query(SKIP, [titleSeriesOf(boleto.issuer), ...wallet, taken], deadline);
}
