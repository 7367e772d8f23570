import { join } from 'node:path';
import type { AwsRequest, AwsResponse, EmulatorContext } from '../../emulator/aws/service.js';
import { html, json, jsonIn, membersOf } from './answers.js';
import { refusalOf } from './bradesco-validation.js';
import { answerWithFaults, FAULTY_POSTS } from './faults.js';
import type { SimulatedBank } from './simulator.js';
import { Titles } from './titles.js';

interface Title {
  readonly nosso_numero: string;
  readonly numero_documento: string;
  readonly valor_titulo: number;
  readonly data_vencimento: string;
  readonly data_requisicao: string;
  /** Null while the registration is in process. The first GET for the title completes it. */
  readonly data_registro: string | null;
}

const PATH = '/apiregistro/api';
const SUCCESS = 0;
const WRONG_MERCHANT = 93005113;
const EXISTS = 9300574;
const UNAVAILABLE = 93005116;
const NOT_FOUND = 93005117;
const IN_PROCESS = 93005999;
/** Codes that the bank answers when it registers the title. */
const HOLDING: ReadonlySet<number> = new Set([SUCCESS, 930051, 930053, 93005119, EXISTS, IN_PROCESS]);
const WALLETS = ['04', '09', '19', '25', '26'];
const MESSAGES: Readonly<Record<number, string>> = {
  [SUCCESS]: 'REGISTRO EFETUADO COM SUCESSO',
  [EXISTS]: 'TITULO JA CADASTRADO',
  [UNAVAILABLE]: 'SISTEMA INDISPONIVEL NO MOMENTO',
  [NOT_FOUND]: 'REGISTRO NAO ENCONTRADO',
  [IN_PROCESS]: 'BOLETO GERADO COM SUCESSO - REGISTRO EM PROCESSAMENTO',
};

/** Amounts above this one, in cents, ask for a code: 93005 and the last three digits without leading zeros. */
const CODE_AMOUNTS = 93_005_000;
/** The amount, in cents, whose code is answered as text. */
const CODE_AS_TEXT = 5_000_100;

/**
 * Creates the simulator of Bradesco's registration service, as docs/providers.md describes it.
 *
 * It checks what the bank checks, answers some amounts with a fault, and registers each nosso número of a wallet once.
 */
export function createBradescoSimulator({ directory, clock }: EmulatorContext): SimulatedBank {
  const titles = new Titles<Title>(join(directory, 'titles.journal'));
  const unauthorized = answer(93005115, {}, 401);

  async function register(request: AwsRequest, user: string): Promise<AwsResponse> {
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return html(415, 'Unsupported Media Type');
    }
    const body = membersOf(jsonIn(request));
    const given = membersOf(body.boleto);
    if (body.merchant_id !== user) return answer(WRONG_MERCHANT);
    const { posts } = titles.countPost(keyOf(given), given);
    return await answerWithFaults(
      request,
      { amount: given.valor_titulo, posts },
      { decide: () => decide(given, posts), withoutField: { merchant_id: user, boleto: {} } },
    );
  }

  /** Registers or refuses the title. */
  function decide(given: Readonly<Record<string, unknown>>, posts: number): AwsResponse {
    const refusal = refusalOf(given);
    if (refusal !== undefined) return answer(refusal);
    if (titles.find(keyOf(given)).titles.length > 0) return answer(EXISTS);
    const code = codeAsked(Number(given.valor_titulo), posts);
    if (!HOLDING.has(code)) return answer(code);
    const title = titleOf(given, clock.now().toISOString(), code === IN_PROCESS);
    titles.hold(keyOf(given), title);
    const { nosso_numero, numero_documento, data_requisicao, data_registro } = title;
    const shown = { nosso_numero, numero_documento, data_requisicao, data_registro };
    return given.valor_titulo === CODE_AS_TEXT
      ? answer(String(code), shown, 201)
      : answer(code, shown, code === SUCCESS ? 201 : 200);
  }

  /** Answers a GET for a title. It completes a registration that is in process. */
  function describe({ url }: AwsRequest): AwsResponse {
    const nossoNumero = url.searchParams.get('nosso_numero');
    const documento = url.searchParams.get('numero_documento');
    const record = WALLETS.map((carteira) =>
      titles.find(keyOf({ carteira, nosso_numero: nossoNumero })),
    ).find(({ titles: [title] }) => title?.numero_documento === documento);
    const [title] = record?.titles ?? [];
    if (!record || !title) return answer(NOT_FOUND);
    titles.countGet(record.key);
    const registered = { ...title, data_registro: title.data_registro ?? clock.now().toISOString() };
    titles.hold(record.key, registered);
    return answer(SUCCESS, registered);
  }

  return {
    name: 'bradesco',
    unauthorized,
    async answer(request, path, user) {
      if (path !== PATH) return html(404, 'Not Found');
      if (request.method === 'POST') return await register(request, user);
      return request.method === 'GET' ? describe(request) : html(405, 'Method Not Allowed');
    },
    counts: () => titles.counts(),
    sent: (key) => titles.sent(key),
    stop: () => titles.close(),
  };
}

/** Returns the bank's key of a title: its wallet and nosso número. */
function keyOf({ carteira, nosso_numero }: Readonly<Record<string, unknown>>): string {
  return `${carteira}/${nosso_numero}`;
}

/**
 * Returns the code that an amount requests. Only the first two requests for a title get the code for unavailable.
 *
 * @param amount cents
 * @param posts requests for this title so far, this one included
 * @example codeAsked(93_005_020, 1) // 9300520
 */
function codeAsked(amount: number, posts: number): number {
  const number = amount - CODE_AMOUNTS;
  if (number <= 0 || number > 999) return SUCCESS;
  const code = Number(`93005${number}`);
  return code === UNAVAILABLE && posts > FAULTY_POSTS ? SUCCESS : code;
}

function titleOf(given: Readonly<Record<string, unknown>>, now: string, isInProcess: boolean): Title {
  return {
    nosso_numero: String(given.nosso_numero),
    numero_documento: String(given.numero_documento),
    valor_titulo: Number(given.valor_titulo),
    data_vencimento: String(given.data_vencimento),
    data_requisicao: now,
    data_registro: isInProcess ? null : now,
  };
}

/** The bank answers a refusal with HTTP 200, like every other answer. */
function answer(code: number | string, title: object = {}, status = 200): AwsResponse {
  const mensagem = MESSAGES[Number(code)] ?? 'SIMULADOR';
  return json(status, { boleto: title, status: { codigo: code, mensagem } });
}
