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

/** Undefined for what is no event. */
export function readEvent(body: unknown): SlackEvent | undefined {
  return callback.safeParse(body).data;
}

/** Something that a person said. */
export interface Said {
  readonly user: string;
  /** Slack's markup. */
  readonly text: string;
  readonly channel: string;
  /** Time and id of the message: seconds since 1970, with a fraction. */
  readonly ts: string;
  /** Of the thread that it stands in, or begins. */
  readonly thread: string;
  readonly isMention: boolean;
  /** Only the speaker and the bot are there. */
  readonly isDirect: boolean;
}

/** Undefined for what no person has said just so: other programs, edited and deleted messages, joinings. */
export function saidIn({ event }: SlackEvent): Said | undefined {
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
