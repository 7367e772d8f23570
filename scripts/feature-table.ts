import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FEATURES, type Features } from '../src/service/issuers/features.js';

/** The page that shows the table. */
export const PAGE = new URL('../docs/providers.md', import.meta.url);

const BEGIN = '<!-- Written by scripts/feature-table.ts -->\n';
const END = '<!-- The end of what it wrote -->\n';

const HEADINGS = [
  'issuer',
  '`document_type`',
  '`discounts`',
  '`final_beneficiary`',
  '`days_to_expire`',
  '`divergent_payment`',
  '`interest`, `fine`',
  'letters in a CNPJ',
];

/** Returns the page with the table of `FEATURES` in its place. */
export function withFeatureTable(page: string): string {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`docs/providers.md must contain the lines ${BEGIN}${END}`);
  return `${before}${BEGIN}${featureTable()}${END}${after}`;
}

function featureTable(): string {
  const rows = Object.entries(FEATURES).map(([issuer, features]) => [`\`${issuer}\``, ...cellsOf(features)]);
  return [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function cellsOf(features: Features): string[] {
  const { documentTypes, divergentPayment, charges, lettersInCnpj } = features;
  return [
    documentTypes ? Object.keys(documentTypes).join(', ') : 'any',
    yesOrNo(features.discounts),
    yesOrNo(features.finalBeneficiary),
    yesOrNo(features.daysToExpire),
    divergentPayment.join(', ') || 'no',
    charges === 'yes' ? 'yes' : 'sent; unknown',
    lettersInCnpj === 'unknown' ? 'sent; unknown' : lettersInCnpj,
  ];
}

function yesOrNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(PAGE, withFeatureTable(readFileSync(PAGE, 'utf8')));
}
