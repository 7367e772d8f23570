import type { Message, Thread } from '../../../src/chat/index.js';

/** A chat room in memory: a thread is the list of what the bot has said in it. */
export class MemoryThread implements Thread {
  readonly said: string[] = [];
  readonly isShared: boolean;
  readonly id: string;

  constructor(id: string, isShared = true) {
    this.id = id;
    this.isShared = isShared;
  }

  async say(text: string, table?: string): Promise<void> {
    this.said.push(table === undefined ? text : `${text}\n${table}`);
  }

  async begin(text: string) {
    const place = this.said.push(text) - 1;
    return {
      rewrite: async (changed: string, table?: string) => {
        this.said[place] = table ? `${changed}\n${table}` : changed;
      },
    };
  }
}

/** What somebody says: Ana has the id UANA. */
export function saying(
  name: string,
  text: string,
  thread: Thread,
  { isAddressed = true, groups = [] as readonly string[] } = {},
): Message {
  return {
    text,
    thread,
    isAddressed,
    speaker: async () => ({
      id: `U${name.toUpperCase()}`,
      name,
      isMember: async (group) => groups.includes(group),
    }),
  };
}
