import type { Boleto } from '../../boletos/boleto.js';
import type { Registration } from '../../boletos/status.js';
import { log } from '../../log.js';
import { type BankAnswer, callBank, callWith, objectIn, textIn } from '../bank-call.js';
import type { ProviderCredentials } from '../credentials.js';
import type { Attempt, Provider } from '../provider.js';
import { differences, isIdentified, type ReadAnswer, readAnswer } from './answer.js';
import { nossoNumero, numeroDocumento, registrationPayload } from './payload.js';
import { meaningOf } from './response-codes.js';

export interface BradescoCredentials {
  readonly merchantId: string;
  readonly securityKey: string;
}

export const BRADESCO_SECRET_FORM = '{"merchant_id": "…", "security_key": "…"}';

/** @returns undefined for what is not of BRADESCO_SECRET_FORM. */
export function parseBradescoCredentials(value: unknown): BradescoCredentials | undefined {
  const merchantId = textIn(objectIn(value)?.merchant_id);
  const securityKey = textIn(objectIn(value)?.security_key);
  return merchantId && securityKey ? { merchantId, securityKey } : undefined;
}

const PATH = '/apiregistro/api';
/** TITULO JA CADASTRADO */
const EXISTS = '9300574';

/**
 * Bradesco's registration service (apiregistro). It knows a title by wallet and nosso número and takes each once, and
 * it tells about a title that it holds: so an attempt after the first asks before it registers.
 *
 * @param url base of the service; `/apiregistro/api` is added
 */
export function createBradesco(url: string, credentials: ProviderCredentials<BradescoCredentials>): Provider {
  const service = new URL(url.replace(/\/+$/, '') + PATH);

  async function ask(method: 'GET' | 'POST', boleto: Boleto, signal: AbortSignal): Promise<ReadAnswer> {
    const answer = await callWith(
      credentials,
      ({ merchantId, securityKey }) =>
        callBank({
          method,
          url: method === 'GET' ? queryOf(service, boleto) : service,
          user: merchantId,
          password: securityKey,
          ...(method === 'GET' ? {} : { body: registrationPayload(boleto, merchantId) }),
          signal,
        }),
      isRefusalOfCredentials,
    );
    return readAnswer(answer);
  }

  /** Undefined where the bank says that it holds no such title. */
  async function verify(boleto: Boleto, { number, signal }: Attempt): Promise<Registration | undefined> {
    const { code, meaning, title } = await ask('GET', boleto, signal);
    if (meaning === 'refused') return undefined;
    if (meaning !== 'registered') return { status: 'pending_registration', code };
    const isOurs = isIdentified(title) || isExplainedByUs(boleto, number);
    // Stored, so that no later attempt takes the title for its own.
    return isOurs ? registered(boleto, code, title) : { status: 'pending_registration', code: EXISTS };
  }

  return {
    async register(boleto, attempt) {
      const found = attempt.number > 1 ? await verify(boleto, attempt) : undefined;
      if (found) return found;
      const { code, meaning, title } = await ask('POST', boleto, attempt.signal);
      if (meaning === 'registered') return registered(boleto, code, title);
      if (meaning === 'refused') return { status: 'refused', code };
      const pending: Registration = { status: 'pending_registration', code };
      if (meaning === 'unknown') log('response-code-unknown', { boleto_id: boleto.id, code });
      return meaning === 'exists' ? ((await verify(boleto, attempt)) ?? pending) : pending;
    },
  };
}

function queryOf(service: URL, boleto: Boleto): URL {
  const url = new URL(service);
  url.searchParams.set('nosso_numero', nossoNumero(boleto));
  url.searchParams.set('numero_documento', numeroDocumento(boleto));
  return url;
}

function isRefusalOfCredentials({ status, body }: BankAnswer): boolean {
  const code = objectIn(objectIn(body)?.status)?.codigo;
  return status === 401 || meaningOf(String(code)) === 'credentials';
}

/** An earlier attempt of ours explains the title, unless the bank held it before we ever asked. */
function isExplainedByUs({ issuer_response_code: earlier }: Boleto, attempt: number): boolean {
  return attempt > 1 && meaningOf(earlier ?? '') !== 'exists';
}

/** A title that is not the boleto's is left to a person: somebody may pay it. */
function registered(boleto: Boleto, code: string, title: ReadAnswer['title']): Registration {
  const differs = differences(boleto, title);
  if (differs.length > 0) {
    log('title-differs', { boleto_id: boleto.id, code, fields: differs });
    return { status: 'pending_registration', code };
  }
  return { status: 'registered', code, issuerId: nossoNumero(boleto) };
}
