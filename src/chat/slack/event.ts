import { z } from 'zod';

/** An event of Slack's Events API: the fields that the bot reads. */
const callback = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().optional(),
    text: z.string().optional(),
    channel: z.string().optional(),
    channel_type: z.string().optional(),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
  }),
});

export type SlackEvent = z.infer<typeof callback>;

/** Parses an event; returns undefined for anything else. */
export function readEvent(body: unknown): SlackEvent | undefined {
  return callback.safeParse(body).data;
}

/** A message that a person wrote. */
export interface SlackMessage {
  readonly user: string;
  /** In Slack's markup. */
  readonly text: string;
  readonly channel: string;
  /** The message's time, which is also its id: seconds since 1970, with a fraction. */
  readonly ts: string;
  /** The `ts` of the thread that it belongs to or begins. */
  readonly thread: string;
  readonly isMention: boolean;
  /** Whether it is a direct message to the bot. */
  readonly isDirect: boolean;
}

/** Returns a person's message; undefined for other programs, edits, deletions and the other subtypes. */
export function messageIn({ event }: SlackEvent): SlackMessage | undefined {
  const { type, subtype, user, bot_id, text, channel, ts, thread_ts } = event;
  if ((type !== 'message' && type !== 'app_mention') || subtype !== undefined || bot_id !== undefined) {
    return undefined;
  }
  if (!user || !text || !channel || !ts) return undefined;
  return {
    user,
    text,
    channel,
    ts,
    thread: thread_ts ?? ts,
    isMention: type === 'app_mention',
    isDirect: event.channel_type === 'im',
  };
}
