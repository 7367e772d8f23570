import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './until.js';

export const BOT_TOKEN = 'xoxb-of-the-bot';
export const APP_TOKEN = 'xapp-of-the-app';
export const BOT = 'U0BOT';
export const CHANNEL = 'C0RELEASES';

/** A message of the bot, with its current text. */
export interface Posted {
  readonly channel: string;
  readonly thread: string | undefined;
  readonly ts: string;
  text: string;
  /** How often it was rewritten. */
  changes: number;
}

export interface SaidBy {
  readonly user: string;
  readonly text: string;
  readonly type?: 'app_mention' | 'message';
  readonly channel?: string;
  readonly channel_type?: string;
  readonly thread_ts?: string;
  readonly ts?: string;
  readonly subtype?: string;
  readonly bot_id?: string;
}

type Answer = Readonly<Record<string, unknown>>;

/** The part of Slack that the bot uses: the Web API over HTTP, and Socket Mode over a WebSocket. */
export class FakeSlack {
  readonly posted: Posted[] = [];
  /** Names of the methods called, in order. */
  readonly calls: string[] = [];
  /** Ids of the envelopes that the bot has acknowledged. */
  readonly acknowledged: string[] = [];
  readonly names: Record<string, string> = {};
  readonly groups: Record<string, string[]> = {};
  connections = 0;
  readonly #limits: Record<string, number> = {};
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new WebSocketServer({ server: this.#server, path: '/link' });
  #socket: WebSocket | undefined;
  #time = Math.floor(Date.now() / 1_000);
  #count = 0;

  static async start(): Promise<FakeSlack> {
    const slack = new FakeSlack();
    slack.#sockets.on('connection', (socket) => slack.#connected(socket));
    await new Promise<void>((resolve) => slack.#server.listen(0, '127.0.0.1', resolve));
    return slack;
  }

  get #address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiUrl(): string {
    return `http://${this.#address}/api/`;
  }

  /** Rate-limits the next call of a method. */
  limit(method: string, seconds: number): void {
    this.#limits[method] = seconds;
  }

  /** Returns the event of a message. */
  event(said: SaidBy): { event_id: string; event: Answer & { ts: string } } & Answer {
    const { type = 'app_mention', channel = CHANNEL, ts = this.#timestamp(), ...rest } = said;
    const event = { type, channel, ts, channel_type: 'channel', ...rest };
    return { type: 'event_callback', team_id: 'T0', event_id: `Ev${randomUUID()}`, event };
  }

  /** Sends a message over Socket Mode. @returns its ts, which names the thread that it begins */
  async say(said: SaidBy): Promise<string> {
    const event = this.event(said);
    await this.send(event);
    return event.event.ts;
  }

  /** Sends an event, and resolves when the bot has acknowledged it. */
  async send(payload: Answer): Promise<void> {
    const envelope_id = randomUUID();
    this.#socket?.send(
      JSON.stringify({ envelope_id, type: 'events_api', accepts_response_payload: false, payload }),
    );
    await until('the event is acknowledged', () => this.acknowledged.includes(envelope_id));
  }

  /** Waits for an answer of the bot in a thread that matches. */
  async answered(thread: string, pattern: RegExp): Promise<Posted> {
    return await until(`${pattern} among ${thread}`, () =>
      this.inThread(thread).find(({ text }) => pattern.test(text)),
    );
  }

  inThread(thread: string): Posted[] {
    return this.posted.filter((one) => one.thread === thread);
  }

  /** Asks the bot to connect again, as Slack does from time to time. */
  refresh(): void {
    this.#socket?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#socket?.terminate();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #timestamp(): string {
    this.#count += 1;
    return `${this.#time}.${String(this.#count).padStart(6, '0')}`;
  }

  #connected(socket: WebSocket): void {
    this.#socket = socket;
    socket.on('message', (data) => this.acknowledged.push(JSON.parse(String(data)).envelope_id));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    this.connections += 1;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = (request.url ?? '').replace('/api/', '');
    this.calls.push(method);
    const seconds = this.#limits[method];
    if (seconds !== undefined) {
      delete this.#limits[method];
      response.writeHead(429, { 'retry-after': String(seconds) }).end();
      return;
    }
    const token = request.headers.authorization?.replace('Bearer ', '');
    const answer = this.#answer(method, new URLSearchParams(Buffer.concat(chunks).toString()), token);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }

  #answer(method: string, body: URLSearchParams, token: string | undefined): Answer {
    if (token !== (method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN)) {
      return { ok: false, error: 'invalid_auth' };
    }
    const text = (name: string) => body.get(name) ?? '';
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: BOT, user: 'sharon', team: 'Superbowl' };
      case 'apps.connections.open':
        return { ok: true, url: `ws://${this.#address}/link` };
      case 'users.info':
        return { ok: true, user: { id: text('user'), profile: { real_name: this.names[text('user')] } } };
      case 'usergroups.users.list':
        return { ok: true, users: this.groups[text('usergroup')] ?? [] };
      case 'chat.postMessage':
        return this.#post(text('channel'), body.get('thread_ts') ?? undefined, text('text'));
      case 'chat.update':
        return this.#update(text('ts'), text('text'));
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  #post(channel: string, thread: string | undefined, text: string): Answer {
    const ts = this.#timestamp();
    this.posted.push({ channel, thread, ts, text, changes: 0 });
    return { ok: true, channel, ts };
  }

  #update(ts: string, text: string): Answer {
    const message = this.posted.find((one) => one.ts === ts);
    if (!message) return { ok: false, error: 'message_not_found' };
    if (text.length > 4_000) return { ok: false, error: 'msg_too_long' };
    Object.assign(message, { text, changes: message.changes + 1 });
    return { ok: true, ts, text };
  }
}
