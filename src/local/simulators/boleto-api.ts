import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AwsRequest, AwsResponse, EmulatorContext } from '../../emulator/aws/service.js';
import { html, json, jsonIn, membersOf, saoPauloDate } from './answers.js';
import { existsError, keyOf, type PrintedTitle, print, refusalError } from './boleto-api-banks.js';
import { decodeRequest, type GatewayRequest, numberOf } from './boleto-api-request.js';
import { BRADESCO, CAIXA, type GatewayError, STONE, validate } from './boleto-api-validation.js';
import { answerWithFaults, FAULTY_POSTS } from './faults.js';
import type { SimulatedBank } from './simulator.js';
import { Titles } from './titles.js';

type Title = PrintedTitle & { readonly id: string };

/** Amounts, in cents, that get a special answer: docs/providers.md lists them. */
const REFUSED = 5_000_001;
const EXISTS_AT_ONCE = 5_000_038;
const LONG_BARCODE = 5_000_045;
const CODES_OF_ANOTHER = 5_000_105;
const GATEWAY_FAILS = 5_000_500;
const STORED_AND_502 = 5_000_502;
const STORED_AND_504 = 5_000_599;
const UNKNOWN_CODE = 5_000_999;
/** Bradesco only: amounts above this one are answered with 93005 and their last three digits, as in bradesco.ts. */
const CODE_AMOUNTS = 93_005_000;

const ROUTE = /^\/v([12])\/boleto\/register$/;
const STONES_FIRST_NUMBER = 1_000_000_000;

/**
 * Creates the simulator of the gateway mundipagg/boleto-api with six banks, as docs/providers.md describes it.
 *
 * It returns the barcode and the digitable line that the bank would print. A bank registers each nosso número once;
 * only Stone allocates the number itself, and so makes a new title for each request.
 */
export function createBoletoApiSimulator({ directory, clock, endpoint }: EmulatorContext): SimulatedBank {
  const titles = new Titles<Title>(join(directory, 'titles.journal'));
  let stonesLast = titles
    .records()
    .filter(({ key }) => key.startsWith(`${STONE}/`))
    .reduce((last, record) => last + record.titles.length, STONES_FIRST_NUMBER);

  async function register(request: AwsRequest, version: string): Promise<AwsResponse> {
    const body = jsonIn(request);
    const decoded = decodeRequest(body);
    if (!decoded) return errors(400, { code: 'MP400', message: 'invalid request' });
    const routeError = routeErrorOf(decoded, version);
    // The gateway answers these errors as a bare list, without `errors`.
    if (routeError) return json(400, [{ code: 'MP400', message: routeError }]);
    const { posts } = titles.countPost(keyOf(decoded), withoutCredentials(body));
    return await answerWithFaults(
      request,
      { amount: decoded.title.amountincents, posts },
      { decide: () => decide(decoded, posts), withoutField: { id: randomUUID(), ourNumber: '1' } },
    );
  }

  function decide(request: GatewayRequest, posts: number): AwsResponse {
    const wrong = validate(request, saoPauloDate(clock.now()));
    if (wrong.length > 0) return errors(400, ...wrong);
    const { bank } = request;
    const amount = numberOf(request.title.amountincents);
    const record = titles.find(keyOf(request));
    if (bank !== STONE && record.titles.length > 0) return errors(400, existsError(bank));
    const refusal = refusalFor(bank, amount, posts);
    if (refusal) return errors(refusal.status, refusal.error);
    const title = print(request, amount, bank === STONE ? ++stonesLast : 0);
    if (!title) return errors(400, { code: 'MP400', message: 'invalid number' });
    const held: Title = {
      ...title,
      id: createHash('sha256').update(randomUUID()).digest('hex').slice(0, 24),
    };
    titles.hold(record.key, ...record.titles, held);
    return afterHolding(request, held);
  }

  /** Answers a title that the bank has just registered. */
  function afterHolding(request: GatewayRequest, held: Title): AwsResponse {
    const { bank } = request;
    switch (numberOf(request.title.amountincents)) {
      case EXISTS_AT_ONCE:
        return errors(400, existsError(bank));
      case STORED_AND_502:
        return errors(502, { code: 'MP502', message: 'our number was not returned by the bank' });
      case STORED_AND_504:
        return errors(504, { code: 'MP504', message: 'GatewayTimeout' });
      case LONG_BARCODE:
        return success({
          ...held,
          barCodeNumber: `${held.barCodeNumber.slice(0, 5)}1${held.barCodeNumber.slice(5)}`,
        });
      case CODES_OF_ANOTHER:
        return success({ ...held, ...print(request, CODES_OF_ANOTHER + 1, 1) });
      default:
        return success(held);
    }
  }

  function success({ id, digitableLine, barCodeNumber, ourNumber }: Title): AwsResponse {
    const page = `${endpoint()}/_simulators/boleto-api/boleto`;
    const links = ['html', 'pdf'].map((rel) => ({
      href: `${page}?fmt=${rel}&id=${id}&pk=${id}`,
      rel,
      method: 'GET',
    }));
    return json(200, { id, digitableLine, barCodeNumber, ourNumber, links });
  }

  return {
    name: 'boleto-api',
    unauthorized: errors(401, { code: 'MP401', message: 'Unauthorized' }),
    async answer(request, path) {
      const version = ROUTE.exec(path)?.[1];
      if (version === undefined) return html(404, 'Not Found');
      return request.method === 'POST' ? await register(request, version) : html(405, 'Method Not Allowed');
    },
    page({ url, method }, path) {
      if (method !== 'GET' || path !== '/boleto') return undefined;
      const id = url.searchParams.get('id');
      const title = titles
        .records()
        .flatMap((record) => record.titles)
        .find((held) => held.id === id);
      return title && url.searchParams.get('fmt') === 'html'
        ? html(200, title.digitableLine)
        : errors(404, { code: 'MP404', message: 'Not Found' });
    },
    counts: () => titles.counts(),
    sent: (key) => titles.sent(key),
    stop: () => titles.close(),
  };
}

function withoutCredentials(body: unknown): unknown {
  const { authentication: _, ...sent } = membersOf(body);
  return sent;
}

function routeErrorOf({ bank, title }: GatewayRequest, version: string): string | undefined {
  const hasRules = Object.keys(membersOf(title.rules)).length > 0;
  if (version === '1' && bank === STONE) return 'bank Stone not available in this version';
  if (version === '1' && hasRules) return 'title.rules not available in this version';
  return hasRules && bank !== CAIXA ? 'title.rules not available for this bank' : undefined;
}

function refusalFor(
  bank: number,
  amount: number,
  posts: number,
): { status: number; error: GatewayError } | undefined {
  const number = amount - CODE_AMOUNTS;
  if (bank === BRADESCO && number >= 1 && number <= 999) {
    return { status: 400, error: { code: `93005${number}`, message: 'SIMULADOR' } };
  }
  if (amount === REFUSED) return { status: 400, error: refusalError(bank) };
  if (amount === UNKNOWN_CODE) return { status: 400, error: { code: '777', message: 'SIMULADOR' } };
  const fails = amount === GATEWAY_FAILS && posts <= FAULTY_POSTS;
  return fails ? { status: 500, error: { code: 'MP500', message: 'Internal Error' } } : undefined;
}

function errors(status: number, ...list: readonly GatewayError[]): AwsResponse {
  return json(status, { errors: list });
}
