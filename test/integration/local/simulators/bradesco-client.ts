import { type Banks, BRADESCO } from '../../../support/banks.js';

const BASIC = `Basic ${btoa(`${BRADESCO.merchant_id}:${BRADESCO.security_key}`)}`;

interface Answer {
  readonly status: number;
  /** The bank's code; undefined if the answer is not JSON. */
  readonly code: unknown;
  readonly title: Record<string, unknown>;
}

/** A client of the simulated Bradesco, with valid credentials. */
export class BradescoClient {
  /** Replaced after a restart. */
  banks: Banks;
  #last = 0;

  constructor(banks: Banks) {
    this.banks = banks;
  }

  /** Returns a valid title with a new number. */
  title(changes: Record<string, unknown> = {}) {
    this.#last += 1;
    return {
      carteira: '26',
      nosso_numero: String(this.#last).padStart(11, '0'),
      numero_documento: String(this.#last),
      data_emissao: '2026-03-04',
      data_vencimento: '2030-12-31',
      valor_titulo: 2000,
      pagador: {
        nome: 'José da Silva',
        documento: '52998224725',
        tipo_documento: '1',
        endereco: {
          cep: '01310100',
          logradouro: 'Avenida Paulista',
          numero: '1000',
          complemento: '',
          bairro: 'Bela Vista',
          cidade: 'São Paulo',
          uf: 'SP',
        },
      },
      ...changes,
    };
  }

  /** Sends a request, by default a GET. @param path below the simulator, for example `/apiregistro/api` */
  fetch(path: string, options: RequestInit = {}): Promise<Response> {
    const headers = { authorization: BASIC, ...(options.headers as Record<string, string> | undefined) };
    return fetch(`${this.banks.url('bradesco')}${path}`, { ...options, headers });
  }

  /** Sends a body to the registration. */
  async send(
    body: unknown,
    headers: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<Answer> {
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: JSON.stringify(body),
      signal,
    };
    return answerOf(await this.fetch('/apiregistro/api', options));
  }

  /** Asks to register a title. */
  post(boleto: object, signal?: AbortSignal): Promise<Answer> {
    return this.send({ merchant_id: BRADESCO.merchant_id, boleto }, {}, signal);
  }

  /** Asks for a title. */
  async ask(nossoNumero: string, documento: string): Promise<Answer> {
    const query = `?nosso_numero=${nossoNumero}&numero_documento=${documento}`;
    return answerOf(await this.fetch(`/apiregistro/api${query}`));
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!text.startsWith('{')) return { status: response.status, code: undefined, title: {} };
  const { status, boleto } = JSON.parse(text);
  return { status: response.status, code: status?.codigo, title: boleto };
}
