import { ChatBot } from '../../../src/chat/index.js';
import { type Connection, connect, type Environment, type Project } from '../../../src/project/index.js';
import { ManualClock } from '../../support/manual-clock.js';
import { thisProject } from '../../support/slack-bot.js';
import { until } from '../../support/until.js';
import { MemoryThread, saying } from './memory-thread.js';

export const ROTATE = 'rotate password of production';
export const OPS = { groups: ['SOPS'] };

/** Returns the project of this repository, with permissions for the people of the tests. */
export async function projectOfTests(): Promise<Project> {
  return {
    ...(await thisProject()),
    chat: {
      name: 'sharon',
      names: { production: 'live' },
      confirmWithin: 10,
      permissions: [
        { who: ['UANA', 'SOPS'], operations: ['rotate-password', 'migrate'], environments: ['live'] },
        { who: ['UEVA'], operations: ['rotate-password'], environments: ['sandbox'] },
        { who: ['UDAN'], operations: ['deploy'], environments: ['sandbox'] },
        { who: ['UFAY'], operations: ['status', 'releases'], environments: ['live', 'local'] },
      ],
    },
  };
}

/** A bot with one thread in memory. */
export class TestBot {
  readonly clock = new ManualClock();
  readonly thread = new MemoryThread('C1 1.1');
  /** The environments that were opened. A second one cannot be reached. */
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  readonly reported: string[] = [];
  readonly bot: ChatBot;
  readonly #endpoint: string;

  /** @param endpoint of AWS. Default: nothing answers there, for tests that make no call. */
  constructor(project: Project, endpoint = 'http://127.0.0.1:1') {
    this.#endpoint = endpoint;
    this.bot = new ChatBot({
      project,
      clock: this.clock,
      open: (environment) => this.#openOnce(environment),
      describeError: (error) => (error as Error).message,
      report: (line) => this.reported.push(line),
    });
  }

  /** Opens an environment the first time: planning a rotation makes no call. Later it fails. */
  #openOnce(environment: Environment): Connection {
    this.opened.push(environment.name);
    if (this.opened.length > 1) throw new Error(`${environment.name} cannot be reached`);
    const { profile: _, profileFile: __, ...rest } = environment;
    const connection = connect({ ...rest, endpoint: this.#endpoint });
    return Object.defineProperty(connection, 'close', { value: () => this.closed.push(environment.name) });
  }

  /** Handles what a person says in the thread. */
  async hear(name: string, text: string, options = {}): Promise<void> {
    await this.bot.handle(saying(name, text, this.thread, options));
  }

  /** Lets Ana ask for a rotation of live, which then waits for a second person. */
  async askToRotate(): Promise<void> {
    const handled = this.hear('Ana', ROTATE);
    await until('the question', () => this.thread.said.some((text) => /asks to rotate/.test(text)));
    await handled;
  }
}
