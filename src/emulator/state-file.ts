import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A JSON file with one service's state. It is written to a file beside it and renamed, so that a kill during a
 * write leaves the older state.
 */
export class StateFile<State> {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns the last saved state, or undefined before the first save. Throws SyntaxError for a file that is not JSON. */
  read(): State | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as State;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  save(state: State): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const draft = `${this.#path}.draft`;
    writeFileSync(draft, JSON.stringify(state, undefined, 2), { mode: 0o600 });
    renameSync(draft, this.#path);
  }
}
