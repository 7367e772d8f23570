import { maskedDocument } from '../../../boleto/index.js';
import type { SlipPart } from '../../../boleto/slip/index.js';
import type { Boleto } from '../../boletos/boleto.js';
import { isPayable, type PageState } from './state.js';
import { SCRIPT, STYLE } from './style.js';
import { HEADINGS, printedAmount, printedDate, sentenceOf } from './texts.js';

export interface PageContent {
  readonly boleto: Boleto;
  readonly state: PageState;
  /** Whether to show whose boleto it is. */
  readonly showsPersons: boolean;
  /** Path of the PDF, relative to the page; undefined if the boleto has no slip. */
  readonly pdf: string | undefined;
  /** What only a printer shows. */
  readonly slip: SlipPart | undefined;
  /** Of the answer's Content-Security-Policy. */
  readonly nonce: string;
}

/** Returns the payer's page. */
export function pageHtml({ boleto, state, showsPersons, pdf, slip, nonce }: PageContent): string {
  const payable = isPayable(state);
  const content = `<p class="amount">${text(printedAmount(boleto.amount))}</p>
<p class="state">${text(sentenceOf(state, boleto))}</p>
${listOf(boleto, showsPersons)}
${payable ? codeHtml('linha', 'Linha digitável', 'Copiar linha digitável', boleto.digitable_line) : ''}
${payable && pdf !== undefined ? `<section><h2>Boleto completo</h2><a class="button" href="${text(pdf)}">Abrir PDF do boleto</a></section>` : ''}`;
  return documentHtml({ heading: HEADINGS[state], content, slip: payable ? slip : undefined, nonce });
}

/** Returns the page for a link that names no boleto. */
export function missingHtml(nonce: string): string {
  const content =
    '<p class="state">Não encontramos este boleto. Confira se o endereço está completo, ou peça outro a quem o enviou.</p>';
  return documentHtml({ heading: 'Boleto não encontrado', content, slip: undefined, nonce });
}

/** Returns the page for a failure that passes. */
export function unavailableHtml(nonce: string): string {
  const content =
    '<p class="state">Não foi possível mostrar o boleto agora. Tente de novo em alguns minutos.</p>';
  return documentHtml({ heading: 'Tente de novo', content, slip: undefined, nonce });
}

interface Document {
  readonly heading: string;
  readonly content: string;
  readonly slip: SlipPart | undefined;
  readonly nonce: string;
}

function documentHtml({ heading, content, slip, nonce }: Document): string {
  return `<!DOCTYPE html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<title>${text(heading)}</title>
<style nonce="${nonce}">${STYLE}${slip?.style ?? ''}</style>
</head>
<body${slip ? ' class="has-slip"' : ''}>
<div class="page"><main class="card">
<h1>${text(heading)}</h1>
${content}
</main></div>
${slip ? `<div class="slip" aria-hidden="true">${slip.markup}</div>` : ''}
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
}

function listOf(boleto: Boleto, showsPersons: boolean): string {
  const { company_name, payer_name, payer_document_number: document } = boleto;
  const rows: [string, string | null][] = [
    ['Vencimento', printedDate(boleto.expiration_date)],
    ['Beneficiário', showsPersons ? company_name : null],
    ['Pagador', showsPersons ? payer_name : null],
    ['CPF ou CNPJ do pagador', showsPersons && document ? maskedDocument(document) : null],
  ];
  const shown = rows.flatMap(([term, value]) =>
    value ? [`<div><dt>${term}</dt><dd>${text(value)}</dd></div>`] : [],
  );
  return `<dl>${shown.join('')}</dl>`;
}

/** Returns a code with a button that copies its digits. The button is hidden where no script runs. */
function codeHtml(id: string, title: string, label: string, code: string | null): string {
  if (!code) return '';
  return `<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
<p class="code" id="${id}" data-code="${code.replace(/\D/g, '')}">${text(code)}</p>
<button type="button" data-copies="${id}" hidden>${label}</button>
<p class="done" id="${id}-done" role="status"></p></section>`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
