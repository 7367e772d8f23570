import type { Database } from '../database/connection.js';
import { titlesOf } from '../issuers/issuers.js';
import type { Deadline } from '../lambda.js';
import type { NewBoleto } from './boleto.js';

/** The end of the run of taken numbers that begins at `$5`, seen as the index `boletos_title_in_series` sees them. */
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
 * Moves a wallet's sequence past the numbers that callers have chosen themselves. A number that is skipped or spent in
 * vain is never used: a bank minds one used twice, not one left out.
 *
 * @param taken the one that the sequence gave and that was taken
 */
export async function skipTakenTitles(
  database: Database,
  boleto: NewBoleto,
  taken: number,
  deadline: Deadline,
): Promise<void> {
  const wallet = [boleto.issuer_agency, boleto.issuer_account, boleto.issuer_wallet];
  await database.query(SKIP, [titlesOf(boleto.issuer), ...wallet, taken], deadline);
}
