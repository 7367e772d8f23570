import type { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../clock.js';
import { UsageError } from '../../errors.js';
import type { Report } from '../../report.js';
import type { ChatSource } from '../message.js';
import { translated } from './api.js';
import { readEvent, type SlackEvent } from './event.js';
import { quietLogger } from './logger.js';

export interface SocketOptions {
  /** App-level token, xapp-… */
  readonly token: string;
  readonly url?: string | undefined;
  readonly clock: Clock;
  readonly report: Report;
}

/** Milliseconds before a lost connection is made again: doubled from the first to the last while it fails. */
const FIRST_PAUSE = 500;
const LAST_PAUSE = 30_000;

interface Envelope {
  readonly type: string;
  readonly body: unknown;
  ack(): Promise<void>;
}

/**
 * Events over a WebSocket that the bot opens: nothing of it has to be reachable from outside. Slack ends a connection
 * now and then; it is made again, until `signal` aborts.
 */
export function socketMode({ token, url, clock, report }: SocketOptions): ChatSource<SlackEvent> {
  return {
    async listen(hear, signal) {
      const { SocketModeClient } = await import('@slack/socket-mode');
      const client = new SocketModeClient({
        appToken: token,
        // The library's own way to connect again throws where nobody can catch it.
        autoReconnectEnabled: false,
        logger: quietLogger(report),
        clientOptions: { retryConfig: { retries: 0 }, ...(url === undefined ? {} : { slackApiUrl: url }) },
      });
      client.on('slack_event', ({ type, body, ack }: Envelope) => {
        // Slack wants its answer within three seconds, and what is asked for takes longer.
        ack().catch((error) => report(`Warning: Slack may repeat an event: ${error.message}`));
        const event = type === 'events_api' ? readEvent(body) : undefined;
        if (event) void hear(event);
      });
      const stop = () => void client.disconnect();
      signal.addEventListener('abort', stop);
      try {
        await keepConnected(client, { clock, report }, signal);
      } finally {
        signal.removeEventListener('abort', stop);
        // A connection that was being made when the signal came is there by now.
        await client.disconnect();
      }
    },
  };
}

async function keepConnected(
  client: SocketModeClient,
  { clock, report }: Pick<SocketOptions, 'clock' | 'report'>,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    try {
      await client.start();
      report('Connected to Slack');
      pause = FIRST_PAUSE;
      await ended;
    } catch (error) {
      if (signal.aborted) return;
      const reason = translated('apps.connections.open', error);
      if (reason instanceof UsageError) throw reason;
      report(`Not connected to Slack: ${reason.message}`);
    }
    if (signal.aborted) return;
    await clock.sleep(pause, signal).catch(() => {});
    pause = Math.min(2 * pause, LAST_PAUSE);
  }
}
