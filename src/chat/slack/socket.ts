import type { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../../clock.js';
import { UsageError } from '../../errors.js';
import type { Report } from '../../report.js';
import type { ChatSource } from '../message.js';
import { translated } from './api.js';
import { readEvent, type SlackEvent } from './event.js';
import { quietLogger } from './logger.js';

export interface SocketOptions {
  /** App-level token, `xapp-…` */
  readonly token: string;
  readonly url?: string | undefined;
  readonly clock: Clock;
  readonly report: Report;
}

/** Milliseconds before the bot connects again: doubled from the first to the last while that fails. */
const FIRST_PAUSE = 500;
const LAST_PAUSE = 30_000;

interface Envelope {
  readonly type: string;
  readonly body: unknown;
  ack(): Promise<void>;
}

/**
 * Receives events over a WebSocket that the bot opens, so the bot needs no public address. Slack closes a connection
 * from time to time. The bot then connects again, until `signal` aborts.
 */
export function socketMode({ token, url, clock, report }: SocketOptions): ChatSource<SlackEvent> {
  return {
    async listen(onEvent, signal) {
      const { SocketModeClient } = await import('@slack/socket-mode');
      const client = new SocketModeClient({
        appToken: token,
        // The library's own reconnect throws where nobody can catch the error.
        autoReconnectEnabled: false,
        logger: quietLogger(report),
        clientOptions: { retryConfig: { retries: 0 }, ...(url === undefined ? {} : { slackApiUrl: url }) },
      });
      client.on('slack_event', ({ type, body, ack }: Envelope) => {
        // Slack expects this within three seconds, and the request itself takes longer.
        ack().catch((error) => report(`Warning: Slack may repeat an event: ${error.message}`));
        const event = type === 'events_api' ? readEvent(body) : undefined;
        if (event) void onEvent(event);
      });
      const stop = () => void client.disconnect();
      signal.addEventListener('abort', stop);
      try {
        await keepConnected(client, { clock, report }, signal);
      } finally {
        signal.removeEventListener('abort', stop);
        // A connection that was opening when the signal came is open by now.
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
