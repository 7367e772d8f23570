import type { Boleto } from '../../boletos/boleto.js';
import type { Registration } from '../../boletos/status.js';
import { log, type RequestIds } from '../../log.js';
import { type BankAnswer, callBank, callWith, endpointOf, objectIn, textIn } from '../bank-call.js';
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

/**
 * Reads a secret of the form BRADESCO_SECRET_FORM.
 *
 * @returns undefined for any other value
 */
export function parseBradescoCredentials(value: unknown): BradescoCredentials | undefined {
  const merchantId = textIn(objectIn(value)?.merchant_id);
  const securityKey = textIn(objectIn(value)?.security_key);
  return merchantId && securityKey ? { merchantId, securityKey } : undefined;
}

const PATH = '/apiregistro/api';
/** TITULO JA CADASTRADO */
const EXISTS = '9300574';

/**
 * Creates the provider for Bradesco's registration service (apiregistro). The service identifies a title by wallet and
 * nosso número, accepts each once, and shows the titles that it has. So every attempt after the first looks the title
 * up before it registers.
 *
 * @param url URL of the service; it may end in `/apiregistro/api`, as the earlier service's setting does
 */
export function createBradesco(url: string, credentials: ProviderCredentials<BradescoCredentials>): Provider {
  const service = endpointOf(url, PATH);

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

  /** Returns undefined if the bank says that it has no such title. */
  async function verify(boleto: Boleto, { number, ids, signal }: Attempt): Promise<Registration | undefined> {
    const { code, meaning, title } = await ask('GET', boleto, signal);
    if (meaning === 'refused') return undefined;
    if (meaning !== 'registered') return { status: 'pending_registration', code };
    const isOurs = isIdentified(title) || isExplainedByUs(boleto, number);
    // The code is stored, so that no later attempt mistakes the title for ours.
    return isOurs ? registered(boleto, code, title, ids) : { status: 'pending_registration', code: EXISTS };
  }

  return {
    async register(boleto, attempt) {
      const found = attempt.number > 1 ? await verify(boleto, attempt) : undefined;
      if (found) return found;
      const { code, meaning, title } = await ask('POST', boleto, attempt.signal);
      if (meaning === 'registered') return registered(boleto, code, title, attempt.ids);
      if (meaning === 'refused') return { status: 'refused', code };
      const pending: Registration = { status: 'pending_registration', code };
      if (meaning === 'unknown') log('response-code-unknown', { boleto_id: boleto.id, ...attempt.ids, code });
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

/** Whether an earlier attempt of ours made the title. It did not if the bank had the title before we first asked. */
function isExplainedByUs({ issuer_response_code: earlier }: Boleto, attempt: number): boolean {
  return attempt > 1 && meaningOf(earlier ?? '') !== 'exists';
}

/** Leaves a title that is not the boleto's to a person, because somebody may pay it. */
function registered(boleto: Boleto, code: string, title: ReadAnswer['title'], ids: RequestIds): Registration {
  const differs = differences(boleto, title);
  if (differs.length > 0) {
    log('title-differs', { boleto_id: boleto.id, ...ids, code, fields: differs });
    return { status: 'pending_registration', code };
  }
  return { status: 'registered', code, issuerId: nossoNumero(boleto) };
}
