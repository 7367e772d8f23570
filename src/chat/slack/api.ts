import type { WebClient } from '@slack/web-api';
import { SuperbowletoError, UsageError } from '../../errors.js';
import type { Report } from '../../report.js';
import type { Rewritable, Speaker } from '../message.js';
import { quietLogger } from './logger.js';
import { slackTable, slackText } from './text.js';

/** Milliseconds until a call of Slack's Web API is given up and retried. */
const TIMEOUT = 30_000;
/** Retries after 1, 4, 15, 58 and 222 seconds: five minutes in all. */
const RETRIES = { retries: 5, factor: 3.86 };

export interface SlackApiOptions {
  readonly token: string;
  /** https://slack.com/api/ when left out. */
  readonly url?: string | undefined;
  readonly report: Report;
}

/** The bot's own user. */
export interface Identity {
  /** Its id. */
  readonly user: string;
  readonly name: string;
  readonly team: string;
}

/** The calls of Slack's Web API that the bot makes. Slack's library waits for rate limits and retries failed calls. */
export class SlackApi {
  readonly #client: WebClient;

  private constructor(client: WebClient) {
    this.#client = client;
  }

  static async open({ token, url, report }: SlackApiOptions): Promise<SlackApi> {
    // Imported here, so that no other command loads it.
    const { WebClient } = await import('@slack/web-api');
    return new SlackApi(
      new WebClient(token, {
        ...(url === undefined ? {} : { slackApiUrl: url }),
        timeout: TIMEOUT,
        retryConfig: RETRIES,
        logger: quietLogger(report),
      }),
    );
  }

  /** Reads who the bot is. @throws {SuperbowletoError} SLACK_REFUSED */
  async identity(): Promise<Identity> {
    const { user_id, user, team } = await this.#call('auth.test', () => this.#client.auth.test());
    if (!user_id || !user) throw refused('auth.test', 'it names no user');
    return { user: user_id, name: user, team: team ?? '' };
  }

  async post(channel: string, thread: string, text: string, table?: string): Promise<Rewritable> {
    const { ts = '' } = await this.#call('chat.postMessage', () =>
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
        await this.#call('chat.update', () =>
          this.#client.chat.update({ channel, ts, text: compose(text, table) }),
        );
      },
    };
  }

  async speaker(id: string): Promise<Speaker> {
    const { user } = await this.#call('users.info', () => this.#client.users.info({ user: id }));
    const name = user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name;
    return {
      id,
      // It is written to records and messages, so it must be one short line.
      name:
        (name ?? id)
          .replace(/[\p{C}\s]+/gu, ' ')
          .trim()
          .slice(0, 60) || id,
      isMember: async (group) => {
        const { users = [] } = await this.#call('usergroups.users.list', () =>
          this.#client.usergroups.users.list({ usergroup: group }),
        );
        return users.includes(id);
      },
    };
  }

  async #call<Answer>(method: string, call: () => Promise<Answer>): Promise<Answer> {
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

/** The error of Slack's library when Slack refuses a call. */
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

/** Translates an error of Slack's library. It keeps the message only: the error may contain the request with its token. */
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
