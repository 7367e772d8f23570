import type { Message, Thread } from '../../../src/chat/index.js';

/** A thread in memory: it keeps what the bot says in it. */
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
    const index = this.said.push(text) - 1;
    return {
      rewrite: async (changed: string, table?: string) => {
        this.said[index] = table ? `${changed}\n${table}` : changed;
      },
    };
  }
}

interface SaidBy {
  readonly isAddressed?: boolean;
  /** The groups that the person belongs to. */
  readonly groups?: readonly string[];
  /** Receives each group that the bot asks about. */
  readonly onAsked?: (group: string) => void;
}

/** Returns a message of a person: Ana has the id UANA. */
export function saying(
  name: string,
  text: string,
  thread: Thread,
  { isAddressed = true, groups = [], onAsked = () => {} }: SaidBy = {},
): Message {
  return {
    text,
    thread,
    isAddressed,
    speaker: async () => ({
      id: `U${name.toUpperCase()}`,
      name,
      isMember: async (group) => {
        onAsked(group);
        return groups.includes(group);
      },
    }),
  };
}
