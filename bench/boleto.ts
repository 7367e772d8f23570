// Compares `issue` with node-boleto 2.3.0 and gerar-boletos 1.4.5, and `parse` with @brazilian-utils/brazilian-utils and
// @mrmgomes/boleto-utils: the rates, alternating in one run, and the results where they differ. Prints Markdown.
// Installs the peers into a folder that it deletes at the end. node-boleto needs moment and does not declare it.
// Run: node --import tsx bench/boleto.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDigitableLine, issue, parse } from '../src/boleto/index.js';

const rounds = 7;
const millisecondsEach = 400;
const peers = [
  'node-boleto@2.3.0',
  'moment@2.30.1',
  'gerar-boletos@1.4.5',
  '@brazilian-utils/brazilian-utils@2.4.0',
  '@mrmgomes/boleto-utils@1.3.3',
];

/** Barcodes for Bradesco 26, agency 3381, account 9721, title 1, R$ 20.00, from the reference of 2017 and not this library. */
const right: readonly (readonly [dueDate: string, barcode: string])[] = [
  ['2017-05-26', '23792717100000020003381260000000000100097210'],
  ['2025-02-21', '23791999900000020003381260000000000100097210'],
  ['2025-02-22', '23795100000000020003381260000000000100097210'],
  ['2026-12-31', '23797167700000020003381260000000000100097210'],
  ['2049-10-13', '23791999900000020003381260000000000100097210'],
  ['2049-10-14', '23795100000000020003381260000000000100097210'],
];
const referenceDate = '2026-11-24';

interface Issuer {
  readonly name: string;
  /** Returns the barcode and the digitable line of a title. @param dueDate yyyy-mm-dd */
  issue(dueDate: string, titleId: number): { barcode: string; line: string };
}

interface Parser {
  readonly name: string;
  /** Returns the due date as yyyy-mm-dd, or null for none. Throws or returns undefined when it refuses the line. */
  dueDate(line: string): string | null | undefined;
}

function issuers(require: NodeJS.Require): Issuer[] {
  const { Boleto: NodeBoleto } = require('node-boleto');
  const gerar = require('gerar-boletos/lib/utils/functions/boletoUtils.js');
  const line = require('gerar-boletos/lib/boleto/gerador-de-linha-digitavel.js');
  return [
    {
      name: 'superbowleto',
      issue(dueDate, titleId) {
        const { barcode, digitableLine } = issue({
          bank: '237',
          dueDate,
          amount: 2000,
          agency: '3381',
          account: '9721',
          wallet: '26',
          titleId,
        });
        return { barcode, line: digitableLine };
      },
    },
    {
      name: 'node-boleto 2.3.0',
      issue(dueDate, titleId) {
        const boleto = new NodeBoleto({
          banco: 'bradesco',
          data_emissao: '2017-01-01T12:00:00Z',
          data_vencimento: `${dueDate}T12:00:00Z`,
          valor: 2000,
          nosso_numero: titleId,
          numero_documento: '1',
          cedente: 'X',
          cedente_cnpj: '1',
          agencia: '3381',
          codigo_cedente: '9721',
          carteira: '26',
          pagador: 'X',
          instrucoes: 'X',
        });
        return { barcode: boleto.barcode_data, line: boleto.linha_digitavel };
      },
    },
    {
      name: 'gerar-boletos 1.4.5',
      issue(dueDate, titleId) {
        const [year, month, day] = dueDate.split('-');
        const due = `${month}-${day}-${year}`;
        const bank = new gerar.bancos.Bradesco();
        const dates = gerar.Datas.novasDatas().comVencimento(due).comProcessamento(due).comDocumento(due);
        const beneficiary = gerar.Beneficiario.novoBeneficiario()
          .comAgencia('3381')
          .comCarteira('26')
          .comCodigoBeneficiario('9721')
          .comNossoNumero(String(titleId));
        const boleto = gerar.Boleto.novoBoleto().comDatas(dates).comBeneficiario(beneficiary);
        boleto.comBanco(bank).comValorBoleto(20);
        const barcode = bank.geraCodigoDeBarrasPara(boleto);
        return { barcode, line: line(barcode, bank) };
      },
    },
  ];
}

function parsers(require: NodeJS.Require): Parser[] {
  const { getBoletoInfo } = require('@brazilian-utils/brazilian-utils');
  const { validarBoleto } = require('@mrmgomes/boleto-utils');
  const isoDate = (date: Date) => date.toISOString().slice(0, 10);
  const reference = new Date(`${referenceDate}T12:00:00Z`);
  return [
    { name: 'superbowleto', dueDate: (text) => parse(text, { referenceDate }).dueDate },
    {
      name: '@brazilian-utils/brazilian-utils 2.4.0',
      dueDate(text) {
        const info = getBoletoInfo(text, { referenceDate: reference });
        return info === null ? undefined : info.expirationDate && isoDate(info.expirationDate);
      },
    },
    {
      name: '@mrmgomes/boleto-utils 1.3.3',
      dueDate(text) {
        const answer = validarBoleto(text);
        return answer.sucesso ? isoDate(answer.vencimento) : undefined;
      },
    },
  ];
}

/** Measures calls per second over about `millisecondsEach`. */
function rate(call: (round: number) => unknown): number {
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < millisecondsEach) {
    for (let batch = 0; batch < 100; batch++) call(calls + batch);
    calls += 100;
  }
  return calls / ((performance.now() - began) / 1000);
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Prints the rates of all contestants, measured alternating, and our ratio to each. */
function race(contestants: readonly { name: string; call: (round: number) => unknown }[]): void {
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, call } of contestants) {
      const measured = rate(call);
      // The first round warms up.
      if (round > 0) rates.get(name)?.push(measured);
    }
  }
  const ours = median(rates.get('superbowleto') ?? []);
  console.log('| | a second | ours to it |\n|---|---:|---:|');
  for (const [name, values] of rates) {
    const peer = median(values);
    const ratio = name === 'superbowleto' ? '' : `${(ours / peer).toFixed(1)} ×`;
    console.log(`| ${name} | ${Math.round(peer).toLocaleString('en-US')} | ${ratio} |`);
  }
}

function attempt<Value>(call: () => Value): Value | string {
  try {
    return call();
  } catch (error) {
    return `throws "${error instanceof Error ? error.message : String(error)}"`;
  }
}

const digits = (text: string) => text.replaceAll(/\D/g, '');
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);

function compareIssuers(contestants: readonly Issuer[], lines: ReadonlyMap<string, string>): void {
  row(['due date', ...contestants.map(({ name }) => name)]);
  row(['---', ...contestants.map(() => '---')]);
  for (const [dueDate, barcode] of right) {
    const answers = contestants.map((issuer) => {
      const answer = attempt(() => issuer.issue(dueDate, 1));
      if (typeof answer === 'string') return answer;
      if (answer.barcode === barcode && digits(answer.line) === lines.get(barcode)) return 'right';
      return `wrong: ${answer.barcode.length} digits`;
    });
    row([dueDate, ...answers]);
  }
}

function compareParsers(contestants: readonly Parser[], lines: ReadonlyMap<string, string>): void {
  row(['line of a boleto due', ...contestants.map(({ name }) => name)]);
  row(['---', ...contestants.map(() => '---')]);
  const due = ['2018-09-07', '2025-02-21', '2025-02-22', '2026-12-31', '2041-12-15'];
  for (const dueDate of due) {
    const line = lines.get(dueDate) ?? '';
    const answers = contestants.map((parser) => String(attempt(() => parser.dueDate(line))));
    row([dueDate, ...answers.map((answer) => (answer === dueDate ? 'right' : `wrong: ${answer}`))]);
  }
  const ambiguous = lines.get('2017-10-04') ?? '';
  const read = (parser: Parser) => {
    const answer = attempt(() => parser.dueDate(ambiguous));
    return answer === null ? 'no date' : `guesses ${answer}`;
  };
  row(['2017-10-04 or 2042-05-26, which no rule tells', ...contestants.map(read)]);
}

/** Prints the share of lines with one wrong digit that each parser refuses. */
function compareCatches(contestants: readonly Parser[], mutants: readonly string[]): void {
  row([
    `of ${mutants.length.toLocaleString('en-US')} lines with one wrong digit`,
    ...contestants.map(({ name }) => name),
  ]);
  row(['---', ...contestants.map(() => '---')]);
  const shares = contestants.map((parser) => {
    const refused = mutants.filter((mutant) => {
      const answer = attempt(() => parser.dueDate(mutant));
      return answer === undefined || String(answer).startsWith('throws');
    });
    return `${((100 * refused.length) / mutants.length).toFixed(2)} %`;
  });
  row(['refused', ...shares]);
}

function lineDue(dueDate: string, titleId = 1, amount = 2000): string {
  const bradesco = { bank: '237', agency: '3381', account: '9721', wallet: '26' } as const;
  return issue({ ...bradesco, dueDate, amount, titleId }).digitableLine;
}

/** Returns digitable lines by their due date, and by the reference's barcode. */
function referenceLines(): ReadonlyMap<string, string> {
  const due = ['2017-10-04', '2018-09-07', '2025-02-21', '2025-02-22', '2026-12-31', '2041-12-15'];
  return new Map([
    ...right.map(([, barcode]) => [barcode, lineOf(barcode)] as const),
    ...due.map((date) => [date, lineDue(date)] as const),
  ]);
}

function lineOf(barcode: string): string {
  return parse(barcode, { referenceDate }).digitableLine;
}

/** Returns every line with each of its digits replaced by each other digit. */
function oneDigitMutants(lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    [...line].flatMap((right, index) =>
      [...'0123456789']
        .filter((digit) => digit !== right)
        .map((digit) => line.slice(0, index) + digit + line.slice(index + 1)),
    ),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'sbw-bench-boleto-'));
try {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...peers], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const require = createRequire(join(folder, 'package.json'));
  const makers = issuers(require);
  const readers = parsers(require);
  const lines = referenceLines();
  const many = Array.from({ length: 300 }, (_, titleId) =>
    lineDue('2026-12-31', titleId + 1, 7_919 * (titleId + 1)),
  );
  const printed = many.map((line) => formatDigitableLine(line));

  console.log('\n`issue`: barcode and digitable line, due 2017-05-26\n');
  race(makers.map(({ name, issue }) => ({ name, call: (round) => issue('2017-05-26', round + 1) })));
  console.log('\n`parse`: digitable lines of 47 digits, due 2026-12-31\n');
  race(readers.map(({ name, dueDate }) => ({ name, call: (round) => dueDate(many[round % 300] ?? '') })));
  console.log('\n`parse`: the same lines as they are printed\n');
  race(readers.map(({ name, dueDate }) => ({ name, call: (round) => dueDate(printed[round % 300] ?? '') })));
  console.log('\nRight answers\n');
  compareIssuers(makers, lines);
  console.log('');
  compareParsers(readers, lines);
  console.log('');
  compareCatches(readers, oneDigitMutants(many));
} finally {
  rmSync(folder, { recursive: true });
}
