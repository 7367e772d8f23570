import type { Boleto } from '../../boletos/boleto.js';
import type { Registration } from '../../boletos/status.js';
import { log } from '../../log.js';
import { type BankAnswer, callBank, callWith, isNotSent } from '../bank-call.js';
import type { ProviderCredentials } from '../credentials.js';
import { readPrintedCodes } from '../printed-codes.js';
import type { Attempt, Provider } from '../provider.js';
import { type GatewayTitle, readAnswer } from './answer.js';
import type { BoletoApiCredentials } from './credentials.js';
import { registerPayload } from './payload.js';
import { codeOf, type ErrorMeaning, errorMeaning, type GatewayError, saysExists } from './response-codes.js';

const PATH = '/v2/boleto/register';
/** Our own codes: a title whose printed codes are not the boleto's, and a request that never left. */
const CODES_DIFFER = 'CODES_DIFFER';
const NOT_SENT = 'NOT_SENT';
/** What is stored after an attempt that the gateway never looked into. */
const NOT_READ: ReadonlySet<string> = new Set(['MP401', NOT_SENT]);

/**
 * The gateway mundipagg/boleto-api. It has no look-up and no idempotency: what keeps a second attempt from making a
 * second title is the bank's own rule that a nosso número is used once, and Stone, which allocates the number itself,
 * is therefore asked once only.
 *
 * @param url base of the gateway; `/v2/boleto/register` is added
 */
export function createBoletoApi(
  url: string,
  credentials: ProviderCredentials<BoletoApiCredentials>,
): Provider {
  const service = new URL(url.replace(/\/+$/, '') + PATH);

  async function ask(boleto: Boleto, { requestId, signal }: Attempt): Promise<BankAnswer | 'not sent'> {
    try {
      return await callWith(credentials, (access) =>
        callBank({
          method: 'POST',
          url: service,
          user: access.user,
          password: access.password,
          body: registerPayload(boleto, access, requestId ?? boleto.id),
          signal,
        }),
      );
    } catch (error) {
      if (!isNotSent(error)) throw error;
      log('request-not-sent', { boleto_id: boleto.id, issuer: boleto.issuer });
      return 'not sent';
    }
  }

  return {
    async register(boleto, attempt) {
      if (isForAPerson(boleto, attempt)) {
        return { status: 'pending_registration', code: boleto.issuer_response_code };
      }
      const answer = await ask(boleto, attempt);
      if (answer === 'not sent') return { status: 'pending_registration', code: NOT_SENT };
      const read = readAnswer(answer);
      if ('title' in read) return registered(boleto, read.title);
      return judged(boleto, attempt, answer.status, read.errors);
    },
  };
}

/**
 * Whether asking again can tell nothing more: the number was another title's before we ever asked, the title's codes
 * are not the boleto's, or Stone may hold it already and would make another.
 */
function isForAPerson({ issuer, issuer_response_code: earlier }: Boleto, { number }: Attempt): boolean {
  if (number === 1) return false;
  if (issuer === 'boleto-api-stone' && !NOT_READ.has(earlier ?? '')) return true;
  return earlier === CODES_DIFFER || saysExists(issuer, earlier);
}

function registered(boleto: Boleto, title: GatewayTitle): Registration {
  const { codes, differs } = readPrintedCodes(boleto, title.digitableLine, title.barcode);
  if (!codes) {
    log('title-differs', { boleto_id: boleto.id, issuer: boleto.issuer, fields: differs });
    return { status: 'pending_registration', code: CODES_DIFFER };
  }
  return {
    status: 'registered',
    code: null,
    ...codes,
    ...(title.url === undefined ? {} : { boletoUrl: title.url }),
    ...(title.ourNumber === undefined ? {} : { issuerId: title.ourNumber }),
  };
}

/** The code is the first error's; the boleto is refused where every error says so, and the gateway itself is well. */
function judged(
  { id, issuer }: Boleto,
  { number }: Attempt,
  httpStatus: number,
  errors: readonly [GatewayError, ...GatewayError[]],
): Registration {
  const code = codeOf(issuer, errors[0]) || null;
  const meanings = new Set<ErrorMeaning>(errors.map((error) => errorMeaning(issuer, error)));
  const [meaning] = meanings;
  if (meanings.has('unknown')) log('response-code-unknown', { boleto_id: id, issuer, code });
  if (httpStatus >= 500 || meanings.size > 1) return { status: 'pending_registration', code };
  // From the second attempt on it is the title of an earlier one, whose answer was lost: see isForAPerson.
  if (meaning === 'exists' && number > 1) return { status: 'registered', code };
  const isRefusal = meaning === 'refused' || (meaning === 'dated' && number === 1);
  return { status: isRefusal ? 'refused' : 'pending_registration', code };
}
