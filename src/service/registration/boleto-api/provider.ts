import type { Boleto } from '../../boletos/boleto.js';
import type { Registration } from '../../boletos/status.js';
import { log } from '../../log.js';
import { type BankAnswer, callBank, callWith, endpointOf, isNotSent } from '../bank-call.js';
import type { ProviderCredentials } from '../credentials.js';
import { readPrintedCodes } from '../printed-codes.js';
import type { Attempt, Provider } from '../provider.js';
import { type GatewayTitle, readAnswer } from './answer.js';
import type { BoletoApiCredentials } from './credentials.js';
import { registerPayload } from './payload.js';
import { codeOf, type ErrorMeaning, errorMeaning, type GatewayError, saysExists } from './response-codes.js';

const PATH = '/v2/boleto/register';
/** Our own response codes: the title's printed codes are not the boleto's, and the request was never sent. */
const CODES_DIFFER = 'CODES_DIFFER';
const NOT_SENT = 'NOT_SENT';
/** Codes stored after an attempt that the gateway did not process. */
const NOT_PROCESSED: ReadonlySet<string> = new Set(['MP401', NOT_SENT]);

/**
 * Creates the provider for the gateway mundipagg/boleto-api. The gateway has no look-up and no idempotency. A second
 * attempt makes no second title only because a bank accepts each nosso número once. Stone numbers titles itself, so
 * that it is asked only once.
 *
 * @param url URL of the gateway; it may end in `/v2/boleto/register`, as the earlier service's setting does
 */
export function createBoletoApi(
  url: string,
  credentials: ProviderCredentials<BoletoApiCredentials>,
): Provider {
  const service = endpointOf(url, PATH);

  async function ask(boleto: Boleto, { requestId, ids, signal }: Attempt): Promise<BankAnswer | 'not sent'> {
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
      log('request-not-sent', { boleto_id: boleto.id, ...ids, issuer: boleto.issuer });
      return 'not sent';
    }
  }

  return {
    async register(boleto, attempt) {
      if (needsPerson(boleto, attempt)) {
        return { status: 'pending_registration', code: boleto.issuer_response_code };
      }
      const answer = await ask(boleto, attempt);
      if (answer === 'not sent') return { status: 'pending_registration', code: NOT_SENT };
      const read = readAnswer(answer);
      if ('title' in read) return registered(boleto, attempt, read.title);
      return afterErrors(boleto, attempt, answer.status, read.errors);
    },
  };
}

/**
 * Whether another attempt cannot help, so that a person must look: the bank had a title of this number before we first
 * asked, the title's codes are not the boleto's, or Stone may already hold the title and would make another one.
 */
function needsPerson({ issuer, issuer_response_code: earlier }: Boleto, { number }: Attempt): boolean {
  if (number === 1) return false;
  if (issuer === 'boleto-api-stone' && !NOT_PROCESSED.has(earlier ?? '')) return true;
  return earlier === CODES_DIFFER || saysExists(issuer, earlier);
}

function registered(boleto: Boleto, { ids }: Attempt, title: GatewayTitle): Registration {
  const { codes, differs } = readPrintedCodes(boleto, title.digitableLine, title.barcode);
  if (!codes) {
    log('title-differs', { boleto_id: boleto.id, ...ids, issuer: boleto.issuer, fields: differs });
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

/**
 * Returns the outcome that errors mean. Its code is that of the first error. The boleto is refused only if every error
 * is a refusal and the HTTP status is not one of a failing gateway.
 */
function afterErrors(
  { id, issuer }: Boleto,
  { number, ids }: Attempt,
  httpStatus: number,
  errors: readonly [GatewayError, ...GatewayError[]],
): Registration {
  const code = codeOf(issuer, errors[0]) || null;
  const meanings = new Set<ErrorMeaning>(errors.map((error) => errorMeaning(issuer, error)));
  const [meaning] = meanings;
  if (meanings.has('unknown')) log('response-code-unknown', { boleto_id: id, ...ids, issuer, code });
  if (httpStatus >= 500 || meanings.size > 1) return { status: 'pending_registration', code };
  // From the second attempt on, an earlier attempt whose answer was lost made the title: see needsPerson.
  if (meaning === 'exists' && number > 1) return { status: 'registered', code };
  const isRefusal = meaning === 'refused' || (meaning === 'dated' && number === 1);
  return { status: isRefusal ? 'refused' : 'pending_registration', code };
}
