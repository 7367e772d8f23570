import { systemClock } from '../../clock.js';
import type { Project } from '../../project/index.js';
import { ChatBot } from '../bot.js';
import type { Message } from '../message.js';
import type { ChatRoom } from '../room.js';
import { type Identity, SlackApi } from './api.js';
import { type Said, saidIn } from './event.js';
import { Seen } from './seen.js';
import { socketMode } from './socket.js';
import { plainText } from './text.js';
import type { SlackTokens } from './tokens.js';

export interface SlackOptions extends ChatRoom {
  readonly tokens: SlackTokens;
  /** Slack's Web API; https://slack.com/api/ when left out. */
  readonly apiUrl?: string | undefined;
  /** Ends the listening: what is at work is finished, what waits for a confirmation given up. */
  readonly stop: AbortSignal;
}

/** Seconds: Slack repeats events for an hour, and nobody expects a deploy an hour later. */
const OLDEST = 300;

/**
 * Listens to Slack, and does there what `ChatBot` does, until `stop` aborts.
 *
 * @throws {UsageError} SLACK_REFUSED for tokens that Slack does not take
 * @throws {SuperbowletoError} SLACK_UNREACHABLE
 * @example
 * await listenToSlack({ project, open: connect, describeError: String, tokens, stop: signal });
 */
export async function listenToSlack(options: SlackOptions): Promise<void> {
  const { tokens, apiUrl: url, stop, ...room } = options;
  const { clock = systemClock, report = () => {} } = room;
  const api = await SlackApi.open({ token: tokens.bot, url, report });
  const self = await api.identity();
  report(`This is ${self.name} (${self.user}) of ${self.team} in Slack`);
  warnOfNobody(room.project, report);
  const bot = new ChatBot({ ...room, clock, report, names: [self.name] });
  const source = socketMode({ token: tokens.app, url, clock, report });
  const seen = new Seen();
  try {
    await source.listen(async (event) => {
      const said = saidIn(event);
      if (stop.aborted || seen.has(event.event_id) || !said || said.user === self.user) return;
      // A mention may come as two events: as a message of its channel, and as a mention.
      if (seen.has(`${said.channel} ${said.ts}`)) return;
      if (Number(said.ts) < clock.now().getTime() / 1_000 - OLDEST) {
        return report(`Too old to be done: what ${said.user} said at ${said.ts}`);
      }
      await bot.hear(messageOf(said, api, self, room.project.chat?.name));
    }, stop);
  } finally {
    await bot.close();
  }
}

function messageOf(said: Said, api: SlackApi, self: Identity, alias: string | undefined): Message {
  const { channel, thread, user, isDirect } = said;
  const text = plainText(said.text, self.user);
  const names = [self.name, ...(alias === undefined ? [] : [alias])];
  const isCalled = names.some((name) => new RegExp(`^@?${escapeRegExp(name)}[\\s:,]`, 'i').test(text));
  return {
    text,
    isAddressed: isDirect || said.isMention || said.text.includes(`<@${self.user}>`) || isCalled,
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

function warnOfNobody({ file, chat }: Project, report: (line: string) => void): void {
  if (chat && chat.permissions.length > 0) return;
  report(`Warning: ${file} has no chat.permissions, so that nobody may do anything from Slack`);
}
