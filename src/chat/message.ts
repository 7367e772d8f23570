/** Somebody in a chat room. */
export interface Speaker {
  /** As the chat knows the person; `chat.permissions` names it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Asked anew each time, so that who left a group loses what it may do. */
  isMember(group: string): Promise<boolean>;
}

/** A request, what it brings about, and what others say to it. */
export interface Thread {
  /** The same for all messages of a thread. */
  readonly id: string;
  /** Whether others than the speaker and the bot can speak here. */
  readonly isShared: boolean;
  /** @param table lines whose columns keep their places */
  say(text: string, table?: string): Promise<void>;
  /** Says what will be rewritten as things go on. */
  begin(text: string): Promise<Rewritable>;
}

export interface Rewritable {
  rewrite(text: string, table?: string): Promise<void>;
}

/** What somebody said. */
export interface Message {
  /** Plain text, as a person reads it. */
  readonly text: string;
  /** Whether it is said to the bot: by its name, by a mention, or where only the two are. */
  readonly isAddressed: boolean;
  readonly thread: Thread;
  speaker(): Promise<Speaker>;
}

/** Where sentences come from: another chat is one more of these. */
export interface ChatSource<Said> {
  /** Hands over what is said, one after the other or at once, until it ends or `signal` aborts. */
  listen(hear: (said: Said) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** @example nameOf(speaker) // 'Ana Lima (U024BE7LH)' */
export function nameOf({ name, id }: Pick<Speaker, 'name' | 'id'>): string {
  return `${name} (${id})`;
}
