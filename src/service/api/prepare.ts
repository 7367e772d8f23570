import type * as z from 'zod/mini';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import { saoPauloDate } from '../sao-paulo.js';
import type { Service } from '../service.js';

/** Milliseconds. Lambda ends an init phase after ten seconds, and a deploy waits for the first one. */
export const PREPARE_TIMEOUT = 3_000;

/** What the requests of a function use. */
export interface Needs {
  /** Whether they send messages. */
  readonly queues: boolean;
  /** Whether they show boletos, with the links to their pages. */
  readonly links: boolean;
  /** The schemas that check their bodies. zod compiles a schema when it first parses something. */
  readonly schemas: readonly z.ZodMiniType[];
  /** Runs the code of a request and its statements, and writes nothing. */
  readonly rehearse?: (service: Service, deadline: Deadline) => Promise<void>;
}

/**
 * Does in Lambda's init phase what the first request would otherwise wait for: reads the database's password, connects,
 * reads the key of links, loads the client of SQS, compiles the schemas of bodies and rehearses a request. Lambda runs the
 * init phase with a full core, and a request with the function's share of one. Outside Lambda it does nothing. It never
 * throws: what fails here is tried again by the first request.
 *
 * @example await prepare(service, { queues: true, links: true, schemas: [createSchema] }); // at the end of the function's module
 */
export async function prepare(
  service: () => Service,
  { queues, links, schemas, rehearse }: Needs,
): Promise<void> {
  if (process.env.AWS_LAMBDA_FUNCTION_NAME === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), PREPARE_TIMEOUT);
  });
  try {
    const { database, queues: sqs, payerLinks, clock, settings } = service();
    const { boletosToRegisterQueueUrl } = settings;
    const deadline = Date.now() + PREPARE_TIMEOUT;
    const connected = rehearse ? rehearse(service(), deadline) : database.search('SELECT 1', [], deadline);
    for (const schema of schemas) schema.safeParse({});
    saoPauloDate(clock.now());
    await Promise.race([
      Promise.all([
        connected,
        queues ? sqs.load(boletosToRegisterQueueUrl) : undefined,
        links ? payerLinks.load() : undefined,
      ]),
      late,
    ]);
  } catch (error) {
    log('not-prepared', describeFailure(error));
  } finally {
    clearTimeout(timer);
  }
}
