interface Room {
  working: number;
  readonly waiting: (() => void)[];
}

/**
 * Room for so many environments of a function at work. Lambda adds machines; a laptop has none to add, and starting
 * one process for each of fifty calls makes all of them fail. So calls beyond it wait, the first come first.
 */
export class Rooms {
  readonly #size: number;
  readonly #rooms = new Map<string, Room>();

  /** @param size environments of one function at work at the same time */
  constructor(size: number) {
    this.#size = size;
  }

  /** Waits for room; what it returns must be called, once, when the invocation is over. */
  async enter(functionName: string): Promise<() => void> {
    const room = this.#rooms.get(functionName) ?? { working: 0, waiting: [] };
    this.#rooms.set(functionName, room);
    if (room.working < this.#size) room.working += 1;
    else await new Promise<void>((resolve) => room.waiting.push(resolve));
    return () => this.#leave(functionName, room);
  }

  /** The place goes on to the one that waits longest, so that no later call can take it in between. */
  #leave(functionName: string, room: Room): void {
    const next = room.waiting.shift();
    if (next) {
      next();
      return;
    }
    room.working -= 1;
    if (room.working === 0) this.#rooms.delete(functionName);
  }
}
