import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PayerBoleto } from '../../../src/administration/index.js';
import TenantErasePayer from '../../../src/commands/tenant/erase-payer.js';
import { type LambdaEndpoint, serveLambda } from '../../support/lambda-endpoint.js';
import { runCommand } from '../../support/run-command.js';
import { projectFile } from './administer-project.js';

const DOCUMENT = '529.982.247-25';
const boleto = (id: string, kept_because: PayerBoleto['kept_because'] = null): PayerBoleto => ({
  id,
  status: 'registered',
  kept_because,
});

describe('sbw tenant erase-payer', () => {
  let endpoint: LambdaEndpoint;
  let folder: string;
  let file: string;
  let requests: Record<string, unknown>[] = [];
  /** The pages that the function answers with. */
  let pages: (readonly PayerBoleto[])[] = [];

  before(async () => {
    endpoint = await serveLambda(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      requests.push(body);
      const boletos = pages.shift() ?? [];
      const next = pages.length > 0 ? boletos.at(-1)?.id : null;
      const answer = body.command === 'payer.erase' ? { erased: body.boletos.length } : { boletos, next };
      response.end(JSON.stringify({ ok: true, ...answer }));
    });
    folder = mkdtempSync(join(tmpdir(), 'sbw-erase-payer-'));
    file = join(folder, 'superbowleto.yml');
    writeFileSync(file, projectFile(endpoint.url));
  });
  beforeEach(() => {
    requests = [];
  });
  after(async () => {
    await endpoint?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (input: string, ...args: string[]) =>
    runCommand(TenantErasePayer, ['loja-sul', '--file', file, ...args], {
      input,
      env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_PROFILE: undefined },
    });
  const commands = () => requests.map(({ command }) => command);

  it('reads the document from standard input, finds every page, and erases all boletos at once', async () => {
    pages = [[boleto('bol_1')], [boleto('bol_2')], []];
    const { code, stdout, stderr } = await run(`${DOCUMENT}\n`, '--env', 'live', '--confirm', 'live');
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout, "Erased the payer's data of 2 boletos. Amounts and states stay.\n");
    const payer = { tenant: 'loja-sul', document: DOCUMENT };
    assert.deepEqual(requests, [
      { command: 'payer.find', ...payer },
      { command: 'payer.find', ...payer, after: 'bol_1' },
      { command: 'payer.find', ...payer, after: 'bol_2' },
      { command: 'payer.erase', ...payer, boletos: ['bol_1', 'bol_2'] },
    ]);
  });

  it('asks for the name of a protected environment before it erases, and prints no document', async () => {
    pages = [[boleto('bol_1')]];
    const { code, stdout, stderr } = await run(DOCUMENT, '--env', 'live');
    assert.equal(code, 2);
    assert.equal(
      stderr.split('\n')[0],
      "1 boletos of tenant loja-sul of live lose their payer's data for good.",
    );
    assert.deepEqual(commands(), ['payer.find']);
    assert.ok(!`${stdout}${stderr}`.includes('529'));
  });

  it('names what holds the data, and erases nothing then', async () => {
    pages = [[boleto('bol_1'), boleto('bol_2', 'open'), boleto('bol_3', 'retention')]];
    const { code, stderr } = await run(DOCUMENT);
    assert.equal(code, 2);
    assert.match(
      stderr.replace(/\s+/g, ' '),
      /The payer's data must stay: bol_2 \(registered, open\), bol_3 \(registered, retention\)\. Wait/,
    );
    assert.deepEqual(commands(), ['payer.find']);
  });

  it('names ten boletos at most', async () => {
    pages = [Array.from({ length: 12 }, (_, number) => boleto(`bol_${number}`, 'open'))];
    const { stderr } = await run(DOCUMENT);
    assert.match(stderr.replace(/\s+/g, ' '), /bol_9 \(registered, open\) and 2 more\. Wait/);
  });

  it('reports that there is no such payer, and a document that is missing', async () => {
    pages = [[]];
    const none = await run(DOCUMENT);
    assert.equal(none.stderr.trim(), 'Error: No boleto of this tenant has a payer with this document.');
    const missing = await run('\n');
    assert.equal(
      missing.stderr.trim(),
      'Error: Standard input is empty. Give the CPF or CNPJ of the payer there.',
    );
    assert.deepEqual([none.code, missing.code], [2, 2]);
    assert.deepEqual(commands(), ['payer.find']);
  });

  it('prints the number with --json, without the document', async () => {
    pages = [[boleto('bol_1')]];
    const { stdout } = await run(DOCUMENT, '--json');
    assert.deepEqual(JSON.parse(stdout), { tenant: 'loja-sul', erased: 1 });
  });
});
