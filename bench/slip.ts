// Measures slips per second of processor time, alternating in one run: ours, gerar-boletos 1.4.5, and the texts and bars
// of our page drawn with pdf-lib, pdfkit and jsPDF, which we did not choose.
// Installs the peers into a folder that it deletes at the end.
// Run: node --import tsx bench/slip.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { brCode, issue } from '../src/boleto/index.js';
import { type SlipData, slipHtml, slipPage, slipPdf } from '../src/boleto/slip/index.js';

const rounds = 5;
const secondsEach = 2;
const peers = ['gerar-boletos@1.4.5', 'pdf-lib@1.17.1', 'pdfkit@0.20.2', 'jspdf@4.2.1'];

const slip: SlipData = {
  boleto: issue({
    bank: '237',
    dueDate: '2020-04-02',
    amount: 11000,
    agency: '0101',
    account: '0326446',
    wallet: '09',
    titleId: '61',
  }),
  dueDate: '2020-04-02',
  account: { agencyDigit: '5', accountDigit: '0' },
  beneficiary: {
    name: 'Empresa Fictícia LTDA',
    document: '43.576.788/0001-91',
    address: {
      street: 'Rua Pedro Lessa, 15',
      neighborhood: 'Centro',
      city: 'Rio de Janeiro',
      state: 'RJ',
      zipCode: '20030-030',
    },
  },
  payer: {
    name: 'José Bonifácio de Andrada',
    document: '529.982.247-25',
    address: { street: 'Rua Pedro Lessa, 15', city: 'Rio de Janeiro', state: 'RJ', zipCode: '20030-030' },
  },
  documentNumber: '1001',
  documentKind: 'DM',
  documentDate: '2019-04-02',
  instructions: ['Após o vencimento Mora dia R$ 1,59', 'Após o vencimento, multa de 2%'],
};
const hybrid: SlipData = {
  ...slip,
  pix: brCode.build({
    url: 'pix.example.com.br/qr/v2/cobv/0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    name: 'EMPRESA FICTICIA LTDA',
    city: 'RIO DE JANEIRO',
  }),
};

interface Contestant {
  readonly name: string;
  draw(): number | Promise<number>;
}

/** Returns a stream, and the number of bytes written to it once it has finished. */
function sink(): { stream: Writable; length: Promise<number> } {
  let length = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      done();
    },
  });
  return {
    stream,
    length: new Promise((resolve, reject) => {
      stream.on('finish', () => resolve(length)).on('error', reject);
    }),
  };
}

/** Draws the peer's own example for Bradesco, into memory. */
function gerarBoletos(require: NodeJS.Require): Contestant {
  const { Bancos, Boletos } = require('gerar-boletos');
  const Pdf = require('gerar-boletos/lib/pdf-gerador.js');
  const endereco = {
    logradouro: 'Rua Pedro Lessa, 15',
    bairro: 'Centro',
    cidade: 'Rio de Janeiro',
    estadoUF: 'RJ',
    cep: '20030-030',
  };
  const data = () => ({
    banco: new Bancos.Bradesco(),
    pagador: { nome: 'José Bonifácio de Andrada', RegistroNacional: '52998224725', endereco },
    instrucoes: ['Após o vencimento Mora dia R$ 1,59', 'Após o vencimento, multa de 2%'],
    beneficiario: {
      nome: 'Empresa Fictícia LTDA',
      cnpj: '43576788000191',
      dadosBancarios: {
        carteira: '09',
        agencia: '0101',
        agenciaDigito: '5',
        conta: '0326446',
        contaDigito: '0',
        nossoNumero: '00000000061',
        nossoNumeroDigito: '8',
      },
      endereco,
    },
    boleto: {
      numeroDocumento: '1001',
      especieDocumento: 'DM',
      valor: 110,
      datas: { vencimento: '02-04-2020', processamento: '02-04-2019', documentos: '02-04-2019' },
    },
  });
  return {
    name: 'gerar-boletos 1.4.5',
    async draw() {
      const boleto = new Boletos(data());
      boleto.gerarBoleto();
      const { stream, length } = sink();
      await new Pdf(boleto.boletoInfo).pdfStream(stream);
      return length;
    },
  };
}

/** Draws the texts and bars of our page with general PDF libraries. */
function libraries(require: NodeJS.Require): Contestant[] {
  const items = slipPage(slip).sections.flatMap((section) => section.items);
  const texts = items.flatMap((item) =>
    item.kind === 'cell' ? [...(item.label ? [item.label] : []), ...item.text.lines] : [],
  );
  const bars = items.flatMap((item) => (item.kind === 'symbol' ? item.black : []));
  const { PDFDocument, StandardFonts } = require('pdf-lib');
  const PdfKit = require('pdfkit');
  const { jsPDF } = require('jspdf');
  return [
    {
      name: 'pdf-lib 1.17.1',
      async draw() {
        const document = await PDFDocument.create();
        const font = await document.embedFont(StandardFonts.Helvetica);
        const page = document.addPage([595.28, 841.89]);
        texts.forEach((text, index) => {
          page.drawText(text, { x: 30, y: 830 - index * 8, size: 8, font });
        });
        for (const [x, , width] of bars) page.drawRectangle({ x, y: 20, width, height: 36 });
        return (await document.save()).length;
      },
    },
    {
      name: 'pdfkit 0.20.2',
      draw() {
        const { stream, length } = sink();
        const document = new PdfKit({ size: 'A4' });
        document.pipe(stream);
        document.fontSize(8);
        texts.forEach((text, index) => {
          document.text(text, 30, 10 + index * 8, { lineBreak: false });
        });
        for (const [x, , width] of bars) document.rect(x, 790, width, 36).fill();
        document.end();
        return length;
      },
    },
    {
      name: 'jspdf 4.2.1',
      draw() {
        const document = new jsPDF({ unit: 'pt', format: 'a4' });
        document.setFontSize(8);
        texts.forEach((text, index) => {
          document.text(text, 30, 10 + index * 8);
        });
        for (const [x, , width] of bars) document.rect(x, 790, width, 36, 'F');
        return document.output('arraybuffer').byteLength;
      },
    },
  ];
}

/**
 * Measures pages per second of processor time, over about `secondsEach` of real time. Other processes on the machine do
 * not affect it.
 */
async function rate(contestant: Contestant): Promise<number> {
  const began = performance.now();
  const before = process.cpuUsage();
  let drawn = 0;
  while (performance.now() - began < secondsEach * 1000) {
    await contestant.draw();
    drawn++;
  }
  const { user, system } = process.cpuUsage(before);
  return drawn / ((user + system) / 1_000_000);
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'sbw-bench-slip-'));
try {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...peers], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const require = createRequire(join(folder, 'package.json'));
  const contestants: Contestant[] = [
    { name: 'slipPdf', draw: () => slipPdf(slip).length },
    { name: 'slipPdf with Pix', draw: () => slipPdf(hybrid).length },
    { name: 'slipHtml', draw: () => slipHtml(slip).length },
    gerarBoletos(require),
    ...libraries(require),
  ];
  const rates = contestants.map((): number[] => []);
  const sizes = await Promise.all(contestants.map((contestant) => contestant.draw()));
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) rates[index]?.push(await rate(contestant));
  }
  const peer = median(rates[3] ?? []);
  console.log(`${rounds} rounds of ${secondsEach} s each, in turns, Node ${process.versions.node}, medians`);
  for (const [index, { name }] of contestants.entries()) {
    const pages = median(rates[index] ?? []);
    const columns = [
      name.padEnd(20),
      `${pages.toFixed(1).padStart(8)} a CPU second`,
      `${(pages / peer).toFixed(1).padStart(6)} ×`,
      `${((sizes[index] ?? 0) / 1000).toFixed(1).padStart(7)} kB`,
    ];
    console.log(columns.join('  '));
  }
} finally {
  rmSync(folder, { recursive: true });
}
