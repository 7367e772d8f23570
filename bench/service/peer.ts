import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { type Server, startServer } from './server.js';

const PACKAGES = ['express@4.21.2', 'sequelize@6.37.7', 'pg@8.16.3', 'joi@17.13.3', 'autocannon@8.0.0'];

/** Installs the packages of the peer and of the load into a temporary folder, unless BENCH_PEERS names a folder with them. */
export function installPeers(): string {
  const given = process.env.BENCH_PEERS;
  if (given) return given;
  const folder = mkdtempSync(join(tmpdir(), 'bench-service-'));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES]);
  return folder;
}

/** Starts the earlier service's shape on the database behind `url`. It creates its table anew. */
export function startPeer(folder: string, url: string, connections: number): Promise<Server> {
  return startServer('earlier.cjs', [folder], {
    BENCH_DATABASE: url,
    BENCH_CONNECTIONS: String(connections),
  });
}

/** Fields that the peer's answer must have as they were sent. */
const SENT = [
  'reference_id',
  'issuer',
  'issuer_account',
  'issuer_agency',
  'issuer_wallet',
  'amount',
] as const;
const PAYER = ['payer_name', 'payer_document_type', 'payer_document_number', 'queue_url'] as const;

/**
 * Reports what a peer did not do with a request: a peer that does less than it should would win for nothing.
 *
 * @param sent the body of its POST
 * @param answer the body of its answer
 * @param row what its table holds of that boleto
 * @param indexes of its table, the primary key included
 * @returns one sentence for each fault
 */
export function faultsOf(
  sent: Readonly<Record<string, unknown>>,
  answer: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
  indexes: number,
): string[] {
  const wrong = [...SENT, ...PAYER].filter(
    (field) => answer[field] !== sent[field] || row[field] !== sent[field],
  );
  const columns = Object.keys(row).length;
  return [
    ...wrong.map((field) => `${field} is ${JSON.stringify(answer[field])} and not what was sent`),
    ...(/^\d{44}$/.test(String(row.barcode)) ? [] : [`barcode is ${JSON.stringify(row.barcode)}`]),
    ...(row.status === 'registered' ? [] : [`status is ${JSON.stringify(row.status)}`]),
    ...(columns === COLUMNS ? [] : [`the table has ${columns} columns and not ${COLUMNS}`]),
    ...(indexes === INDEXES ? [] : [`the table has ${indexes} indexes and not ${INDEXES}`]),
  ];
}

const COLUMNS = 33;
/** Five, and the primary key. */
const INDEXES = 6;

/** @throws Error if the peer's answer or its row is not what `sent` asks for */
export async function verifyPeer(
  { url }: Server,
  client: pg.Client,
  sent: Readonly<Record<string, unknown>>,
): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const created = await fetch(`${url}/boletos`, { method: 'POST', headers, body: JSON.stringify(sent) });
  const answer = (await created.json()) as Record<string, unknown>;
  const { rows } = await client.query('SELECT * FROM "Boletos" WHERE id = $1', [answer.id]);
  const { rows: indexes } = await client.query(`SELECT FROM pg_indexes WHERE tablename = 'Boletos'`);
  const faults = faultsOf(sent, answer, rows[0] ?? {}, indexes.length);
  if (faults.length > 0) throw new Error(`The peer does not do its work: ${faults.join('; ')}`);
}
