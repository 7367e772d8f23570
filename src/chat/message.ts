/** A person in a chat. */
export interface Speaker {
  /** The chat's id of the person, as `chat.permissions` names it. */
  readonly id: string;
  /** The name, for people. */
  readonly name: string;
  /** Asks the chat each time: a person who leaves a group loses its permissions at once. */
  isMember(group: string): Promise<boolean>;
}

/** A request and everything that is said about it. */
export interface Thread {
  /** The same for all messages of a thread. */
  readonly id: string;
  /** Whether people beside the speaker can write here. */
  readonly isShared: boolean;
  /** @param table lines whose columns stay aligned */
  say(text: string, table?: string): Promise<void>;
  /** Says a text that will be rewritten later. */
  begin(text: string): Promise<Rewritable>;
}

export interface Rewritable {
  rewrite(text: string, table?: string): Promise<void>;
}

/** What a person said. */
export interface Message {
  /** Plain text, as a person reads it. */
  readonly text: string;
  /** Whether it is said to the bot: by its name, by a mention, or in a direct message. */
  readonly isAddressed: boolean;
  readonly thread: Thread;
  speaker(): Promise<Speaker>;
}

/** A source of messages. Another chat would be one more of these. */
export interface ChatSource<Received> {
  /** Hands over each message until the source ends or `signal` aborts. */
  listen(onMessage: (received: Received) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** Returns a person's name with the id. @example nameOf(speaker) // 'Ana Lima (U024BE7LH)' */
export function nameOf({ name, id }: Pick<Speaker, 'name' | 'id'>): string {
  return `${name} (${id})`;
}
