import type { Newcomer, Status } from './newcomer.js';

export interface Answer {
  readonly status: number;
  // Not checked: a test that reads a field fails if the body has another shape.
  readonly body: Record<string, unknown> & {
    errors?: { type: string; message: string; field: string | null }[];
  };
}

/** A client of the API, with a key. */
export class Api {
  readonly url: string;
  readonly key: string;

  constructor(url: string, key: string) {
    this.url = url;
    this.key = key;
  }

  static async of(machine: Newcomer): Promise<Api> {
    const status = await machine.sbwJson<Status>('local', 'status');
    return new Api(status.api.url, status.api.key);
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-api-key': this.key, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  create(fields: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', '/boletos', { ...validBoleto(), ...fields }, headers);
  }
}

const MONTH = 30 * 24 * 60 * 60 * 1_000;

/** A due date in the future, `YYYY-MM-DD`. */
export const DUE = new Date(Date.now() + MONTH).toISOString().slice(0, 10);

/** Returns a body that POST /boletos accepts. */
export function validBoleto(): Record<string, unknown> {
  return {
    queue_url: 'http://127.0.0.1:1/000000000000/owner',
    expiration_date: DUE,
    amount: 2000,
    issuer: 'development',
    issuer_account: '9721',
    issuer_agency: '3381',
    issuer_wallet: '26',
    company_name: 'Loja de Testes',
    company_document_number: '98154524872',
    company_address: { street: 'Rua Augusta', city: 'São Paulo', state: 'SP' },
    payer_name: 'Maria da Conceição',
    payer_document_type: 'cpf',
    payer_document_number: '98154524872',
  };
}
