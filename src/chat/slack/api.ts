import type { WebClient } from '@slack/web-api';
import { SuperbowletoError, UsageError } from '../../errors.js';
import type { Report } from '../../report.js';
import type { Rewritable, Speaker } from '../message.js';
import { quietLogger } from './logger.js';
import { slackTable, slackText } from './text.js';

/** Milliseconds after which a call of Slack's Web API is given up, and made again. */
const PATIENCE = 30_000;
/** After 1, 4, 15, 58 and 222 seconds: five minutes in all. */
const RETRIES = { retries: 5, factor: 3.86 };

export interface SlackApiOptions {
  readonly token: string;
  /** Slack's own when left out. */
  readonly url?: string | undefined;
  readonly report: Report;
}

/** Who the bot is. */
export interface Identity {
  /** Id of its user. */
  readonly user: string;
  readonly name: string;
  readonly team: string;
}

/** What the bot asks of Slack's Web API. A rate limit is waited for, and failed calls are repeated, by the library. */
export class SlackApi {
  readonly #client: WebClient;

  private constructor(client: WebClient) {
    this.#client = client;
  }

  static async open({ token, url, report }: SlackApiOptions): Promise<SlackApi> {
    // Loaded here, so that no other command does.
    const { WebClient } = await import('@slack/web-api');
    return new SlackApi(
      new WebClient(token, {
        ...(url === undefined ? {} : { slackApiUrl: url }),
        timeout: PATIENCE,
        retryConfig: RETRIES,
        logger: quietLogger(report),
      }),
    );
  }

  /** @throws {SuperbowletoError} SLACK_REFUSED */
  async identity(): Promise<Identity> {
    const { user_id, user, team } = await this.#ask('auth.test', () => this.#client.auth.test());
    if (!user_id || !user) throw refused('auth.test', 'it names no user');
    return { user: user_id, name: user, team: team ?? '' };
  }

  async post(channel: string, thread: string, text: string, table?: string): Promise<Rewritable> {
    const { ts = '' } = await this.#ask('chat.postMessage', () =>
      this.#client.chat.postMessage({
        channel,
        thread_ts: thread,
        text: compose(text, table),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    return {
      rewrite: async (text, table) => {
        await this.#ask('chat.update', () =>
          this.#client.chat.update({ channel, ts, text: compose(text, table) }),
        );
      },
    };
  }

  async speaker(id: string): Promise<Speaker> {
    const { user } = await this.#ask('users.info', () => this.#client.users.info({ user: id }));
    const name = user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name;
    return {
      id,
      // It goes into records and messages: one line, and not an endless one.
      name:
        (name ?? id)
          .replace(/[\p{C}\s]+/gu, ' ')
          .trim()
          .slice(0, 60) || id,
      isMember: async (group) => {
        const { users = [] } = await this.#ask('usergroups.users.list', () =>
          this.#client.usergroups.users.list({ usergroup: group }),
        );
        return users.includes(id);
      },
    };
  }

  async #ask<Answer>(method: string, call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      throw translated(method, error);
    }
  }
}

function compose(text: string, table?: string): string {
  return table ? `${slackText(text)}\n${slackTable(table)}` : slackText(text);
}

/** What Slack's library throws for an answer that says no. */
interface PlatformError {
  readonly message?: string;
  readonly data?: { readonly error?: string; readonly needed?: string };
}

const WRONG_TOKENS = new Set([
  'account_inactive',
  'invalid_auth',
  'not_allowed_token_type',
  'not_authed',
  'token_expired',
  'token_revoked',
]);

/** The library's own error may hold the request with its token: only its words are kept. */
export function translated(method: string, error: unknown): SuperbowletoError {
  const { data, message = 'the connection ended' } = Object(error) as PlatformError;
  const code = data?.error;
  if (code === undefined) {
    return new SuperbowletoError('SLACK_UNREACHABLE', `Slack did not answer ${method} (${message}).`);
  }
  if (WRONG_TOKENS.has(code)) {
    return new UsageError(
      'SLACK_REFUSED',
      `Slack does not take the token for ${method} (${code}). Copy it anew from the app's pages: docs/chat.md says from where.`,
    );
  }
  return refused(method, data?.needed ? `${code}: the app needs the scope ${data.needed}` : code);
}

function refused(method: string, why: string): SuperbowletoError {
  return new SuperbowletoError('SLACK_REFUSED', `Slack refused ${method} (${why}). See docs/chat.md.`);
}
