import { systemClock } from '../../clock.js';
import type { Project } from '../../project/index.js';
import { ChatBot } from '../bot.js';
import type { ChatContext } from '../context.js';
import type { Message } from '../message.js';
import { type Identity, SlackApi } from './api.js';
import { messageIn, type SlackMessage } from './event.js';
import { RecentKeys } from './recent-keys.js';
import { socketMode } from './socket.js';
import { plainText } from './text.js';
import type { SlackTokens } from './tokens.js';

export interface SlackOptions extends ChatContext {
  readonly tokens: SlackTokens;
  /** URL of Slack's Web API; https://slack.com/api/ when left out. */
  readonly apiUrl?: string | undefined;
  /** Ends the bot: changes that run are finished, those that wait for a confirmation are dropped. */
  readonly stop: AbortSignal;
}

/** Seconds. Slack repeats events for an hour, and nobody expects a deploy an hour later. */
const MAXIMUM_AGE = 300;

/**
 * Runs a `ChatBot` in Slack until `stop` aborts.
 *
 * @throws {UsageError} SLACK_REFUSED when Slack rejects a token
 * @throws {SuperbowletoError} SLACK_UNREACHABLE
 * @example
 * await listenToSlack({ project, open: connect, describeError: String, tokens, stop: signal });
 */
export async function listenToSlack(options: SlackOptions): Promise<void> {
  const { tokens, apiUrl: url, stop, ...context } = options;
  const { clock = systemClock, report = () => {} } = context;
  const api = await SlackApi.open({ token: tokens.bot, url, report });
  const self = await api.identity();
  report(`This is ${self.name} (${self.user}) of ${self.team} in Slack`);
  warnWithoutPermissions(context.project, report);
  const bot = new ChatBot({ ...context, clock, report, names: [self.name] });
  const source = socketMode({ token: tokens.app, url, clock, report });
  const recent = new RecentKeys();
  try {
    await source.listen(async (event) => {
      const message = messageIn(event);
      if (stop.aborted || !recent.add(event.event_id) || !message || message.user === self.user) return;
      // A mention may arrive as two events: as a message of its channel, and as a mention.
      if (!recent.add(`${message.channel} ${message.ts}`)) return;
      if (Number(message.ts) < clock.now().getTime() / 1_000 - MAXIMUM_AGE) {
        return report(`Too old to be done: what ${message.user} said at ${message.ts}`);
      }
      await bot.handle(toMessage(message, api, self, context.project.chat?.name));
    }, stop);
  } finally {
    await bot.close();
  }
}

function toMessage(message: SlackMessage, api: SlackApi, self: Identity, alias: string | undefined): Message {
  const { channel, thread, user, isDirect } = message;
  const text = plainText(message.text, self.user);
  const names = [self.name, ...(alias === undefined ? [] : [alias])];
  const isCalled = names.some((name) => new RegExp(`^@?${escapeRegExp(name)}[\\s:,]`, 'i').test(text));
  return {
    text,
    isAddressed: isDirect || message.isMention || message.text.includes(`<@${self.user}>`) || isCalled,
    thread: {
      id: `${channel} ${thread}`,
      isShared: !isDirect,
      say: async (what, table) => {
        await api.post(channel, thread, what, table);
      },
      begin: (what) => api.post(channel, thread, what),
    },
    speaker: () => api.speaker(user),
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function warnWithoutPermissions({ file, chat }: Project, report: (line: string) => void): void {
  if (chat && chat.permissions.length > 0) return;
  report(`Warning: ${file} has no chat.permissions, so that nobody may do anything from Slack`);
}
