import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../clock.js';
import { SuperbowletoError } from '../../errors.js';
import type { Report } from '../../report.js';
import type { ChatSource } from '../message.js';
import { readEvent, type SlackEvent } from './event.js';
import { isFromSlack } from './signature.js';

export interface EventsOptions {
  readonly signingSecret: string;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly report: Report;
}

/** Where Slack is to send its events. */
export const EVENTS_PATH = '/slack/events';

/** Bytes; an event of a message has some thousand. */
const LARGEST_BODY = 256 * 1024;
const SLOWEST_REQUEST_MILLISECONDS = 10_000;

/** Events that Slack sends over HTTP. What it did not sign, or signed long ago, is answered 401. */
export function signedEvents(options: EventsOptions): ChatSource<SlackEvent> {
  return {
    async listen(hear, signal) {
      const server = createServer((request, response) => {
        respond(request, response, options, hear).catch((error) => {
          options.report(`Warning: a request was not answered: ${error.message}`);
          response.destroy();
        });
      });
      server.requestTimeout = SLOWEST_REQUEST_MILLISECONDS;
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(notListening(options, error)));
        server.listen(options.port, options.host, resolve);
      });
      const { port } = server.address() as AddressInfo;
      options.report(`Listening for Slack's events at http://${options.host}:${port}${EVENTS_PATH}`);
      await new Promise<void>((resolve) => {
        const stop = () => {
          server.close(() => resolve());
          server.closeIdleConnections();
        };
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      });
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { signingSecret, clock }: EventsOptions,
  hear: (event: SlackEvent) => Promise<void>,
): Promise<void> {
  const answer = (status: number, body?: string) => {
    response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(body);
  };
  if (request.url?.split('?')[0] !== EVENTS_PATH) return answer(404);
  if (request.method !== 'POST') return answer(405);
  const body = await bodyOf(request);
  if (body === undefined) return answer(413);
  const timestamp = headerOf(request, 'x-slack-request-timestamp');
  const signature = headerOf(request, 'x-slack-signature');
  if (!isFromSlack({ timestamp, signature, body }, signingSecret, clock.now().getTime())) return answer(401);
  const content = parse(body);
  const challenge = challengeOf(content);
  if (challenge !== undefined) return answer(200, challenge);
  // Slack repeats what is not answered within three seconds, and what is asked for takes longer.
  answer(200);
  const event = readEvent(content);
  if (event) await hear(event);
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Slack asks once, when the address is entered, whether it is the bot's. */
function challengeOf(content: unknown): string | undefined {
  const { type, challenge } = Object(content) as { type?: unknown; challenge?: unknown };
  return type === 'url_verification' && typeof challenge === 'string' ? challenge : undefined;
}

function notListening({ host, port }: EventsOptions, error: NodeJS.ErrnoException): SuperbowletoError {
  const text = `${host}:${port} cannot be listened at (${error.code}). Name another port or host.`;
  return new SuperbowletoError('PORT_TAKEN', text, { cause: error });
}
