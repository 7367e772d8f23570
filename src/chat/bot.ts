import { type Clock, systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import type { Environment } from '../project/index.js';
import type { Report } from '../report.js';
import { describeSentences } from './answer.js';
import { Confirmations, type Waiting } from './confirmations.js';
import { type Message, nameOf, type Speaker, type Thread } from './message.js';
import { permittedEnvironments, verifyPermitted } from './permissions.js';
import { type PlannedChange, planChange } from './plan.js';
import { Progress } from './progress.js';
import { type Change, type ChatRoom, environmentCalled, verifyService, type Work } from './room.js';
import { type ChatRequest, parseSentence } from './sentence.js';
import { describeChange, describeDuration } from './wording.js';
import { carryOut, type Errand, type Workplace } from './work.js';

export interface BotOptions extends ChatRoom {
  /** What the bot is called. */
  readonly names?: readonly string[];
}

/** Who asked for something, and who confirmed it where that was needed. */
interface Commissioned {
  readonly thread: Thread;
  readonly asked: Speaker;
  readonly confirmed?: Speaker;
}

const MINUTE = 60_000;
/** Said to nobody, a yes may be meant for another person: only these words answer the bot's question. */
const DECISION = /^\W*(?:confirm|cancel)\W*$/i;
const STOPPED = 'I was told to stop. What waited is given up, and nothing was changed; ask again later.';

/**
 * Does what is asked for in a room with people in it: as far as `chat.permissions` lets them, and in a protected
 * environment only what a second person has confirmed. Everything is told in the thread of the request.
 *
 * @example
 * const bot = new ChatBot({ project, open: connect, describeError: String });
 * await bot.hear(message);
 * await bot.close();
 */
export class ChatBot {
  readonly #room: ChatRoom;
  readonly #names: readonly string[];
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #signal: AbortSignal;
  readonly #confirmations: Confirmations;
  readonly #conversations = new Set<Promise<void>>();
  readonly #working = new Set<Thread>();
  #isClosing = false;

  constructor(options: BotOptions) {
    const { names = [], clock = systemClock, report = () => {}, ...room } = options;
    this.#room = room;
    this.#names = [...names, ...(room.project.chat?.name ? [room.project.chat.name] : [])];
    this.#clock = clock;
    this.#report = report;
    this.#signal = room.signal ?? new AbortController().signal;
    this.#confirmations = new Confirmations(clock);
  }

  /** Resolves when all that came of a message is done and told. Nothing is thrown: an error is an answer. */
  async hear(message: Message): Promise<void> {
    if (this.#isClosing) return;
    const conversation = this.#answer(message).catch((error) =>
      this.#report(`Warning: nothing could be said in chat: ${this.#room.describeError(error)}`),
    );
    this.#conversations.add(conversation);
    await conversation;
    this.#conversations.delete(conversation);
  }

  /** Hears no more. What waits for a confirmation is given up, what is at work comes to its end; both are told. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const tell = (thread: Thread, text: string) =>
      thread.say(text).catch((error) => this.#report(`Warning: ${this.#room.describeError(error)}`));
    await Promise.all([
      ...this.#confirmations.takeAll().map(({ thread }) => tell(thread, STOPPED)),
      ...[...this.#working].map((thread) =>
        tell(thread, 'I was told to stop, and do so when this has come to its end.'),
      ),
    ]);
    await Promise.all(this.#conversations);
  }

  async #answer(message: Message): Promise<void> {
    const { thread, text, isAddressed } = message;
    const isAnswer = DECISION.test(text) && this.#confirmations.find(thread) !== undefined;
    if (!isAddressed && !isAnswer) return;
    try {
      await this.#obey(parseSentence(text, this.#names), message);
    } catch (error) {
      await thread.say(this.#room.describeError(error));
    }
  }

  async #obey(request: ChatRequest, message: Message): Promise<void> {
    switch (request.verb) {
      case 'help':
        return await message.thread.say(describeSentences());
      case 'confirm':
      case 'cancel':
        return await this.#decide(request.verb, message);
      case 'status':
      case 'releases':
        return await this.#tell(request, message);
      default:
        return await this.#change(request, message);
    }
  }

  async #tell(request: Exclude<Work, Change>, { thread, speaker }: Message): Promise<void> {
    const { project } = this.#room;
    const asked = await speaker();
    const names = request.environment
      ? [environmentCalled(project, request.environment).name]
      : await permittedEnvironments(project, asked, request.verb);
    for (const name of names) {
      await verifyPermitted(project, asked, request, name);
      const errand = this.#errand({ thread, asked }, this.#report);
      const answer = await this.#in(environmentCalled(project, name), (place) =>
        carryOut(request, place, errand),
      ).catch((error) => this.#room.describeError(error));
      await thread.say(`${name}:`, answer);
    }
  }

  async #change(request: Change, { thread, speaker }: Message): Promise<void> {
    const { project } = this.#room;
    const asked = await speaker();
    verifyService(request, project);
    const environment = environmentCalled(project, request.environment);
    await verifyPermitted(project, asked, request, environment.name);
    if (environment.protected) return await this.#ask(request, environment, { thread, asked });
    await this.#work(request, environment, { thread, asked }, (place, errand) =>
      carryOut(request, place, errand),
    );
  }

  /** Shows what would be changed, and lets it wait for a second person. */
  async #ask(request: Change, environment: Environment, { thread, asked }: Commissioned): Promise<void> {
    if (!thread.isShared) throw aloneHere(environment.name);
    this.#confirmations.claim(thread);
    try {
      const planned = await this.#plan(request, environment, { thread, asked });
      if (this.#isClosing) return await thread.say(STOPPED);
      if (!planned.hasChanges) return await thread.say('Nothing is to be changed.', planned.shown);
      const minutes = this.#room.project.chat?.confirmWithin ?? 0;
      const what = describeChange(request, environment.name);
      await thread.say(
        `${nameOf(asked)} asks to ${what}. Another person who may do that has ${minutes} minutes to say here: ${this.#called()}confirm. To give it up: ${this.#called()}cancel.`,
        planned.shown,
      );
      const waiting = { request, environment: environment.name, asked, thread, planned };
      this.#confirmations.add(waiting, minutes * MINUTE, () =>
        thread
          .say(
            `Nobody has confirmed within ${minutes} minutes, and nothing was changed. Ask again to ${what}.`,
          )
          .catch((error) => this.#report(`Warning: ${this.#room.describeError(error)}`)),
      );
    } finally {
      this.#confirmations.release(thread);
    }
  }

  async #plan(request: Change, environment: Environment, by: Commissioned): Promise<PlannedChange> {
    const { thread } = by;
    const what = describeChange(request, environment.name);
    const progress = new Progress(thread, `Planning to ${what} …`, this.#told());
    let outcome = `The plan to ${what} was not made:`;
    try {
      const errand = this.#errand(by, (line) => progress.tell(line));
      const planned = await this.#in(environment, (place) => planChange(request, place, errand));
      outcome = `The plan to ${what} is made:`;
      return planned;
    } finally {
      await progress.end(outcome);
    }
  }

  async #decide(verb: 'confirm' | 'cancel', { thread, speaker }: Message): Promise<void> {
    const waiting = this.#confirmations.find(thread);
    if (!waiting) throw nothingWaits();
    const second = await speaker();
    const isAsker = second.id === waiting.asked.id;
    if (verb === 'confirm' && isAsker) throw samePerson(second);
    if (!isAsker) {
      await verifyPermitted(this.#room.project, second, waiting.request, waiting.environment);
    }
    if (!this.#confirmations.take(waiting)) throw nothingWaits();
    if (verb === 'confirm') return await this.#confirm(waiting, second);
    await thread.say(`Cancelled by ${nameOf(second)}; nothing was changed.`);
  }

  async #confirm({ request, environment, asked, thread, planned }: Waiting, confirmed: Speaker) {
    const place = environmentCalled(this.#room.project, environment);
    await this.#work(request, place, { thread, asked, confirmed }, (at, errand) => planned.run(at, errand));
  }

  async #work(
    request: Change,
    environment: Environment,
    by: Commissioned,
    work: (place: Workplace, errand: Errand) => Promise<string>,
  ): Promise<void> {
    const { thread } = by;
    const what = describeChange(request, environment.name);
    const began = this.#clock.now().getTime();
    const progress = new Progress(thread, `At work to ${what} …`, this.#told());
    const errand = this.#errand(by, (line) => progress.tell(line));
    this.#working.add(thread);
    let answer: string;
    let mark = 'Done';
    try {
      answer = await this.#in(environment, (place) => work(place, errand));
    } catch (error) {
      mark = 'Failed';
      answer = this.#room.describeError(error);
    }
    this.#working.delete(thread);
    await progress.end(`${mark}: ${what}`);
    const people = `Asked for by ${nameOf(by.asked)}${by.confirmed ? `, confirmed by ${nameOf(by.confirmed)}` : ''}.`;
    await thread.say(
      `${mark}. ${answer}\nIt took ${describeDuration(this.#clock.now().getTime() - began)}. ${people}`,
    );
  }

  async #in<Result>(environment: Environment, work: (place: Workplace) => Promise<Result>): Promise<Result> {
    const connection = this.#room.open(environment);
    try {
      return await work({ project: this.#room.project, environment, connection });
    } finally {
      connection.close();
    }
  }

  #errand({ asked, confirmed }: Commissioned, report: Report): Errand {
    const who = confirmed ? `${nameOf(asked)}, confirmed by ${nameOf(confirmed)}` : nameOf(asked);
    return { who, report, clock: this.#clock, signal: this.#signal };
  }

  #called(): string {
    const [name] = this.#names;
    return name === undefined ? '' : `@${name} `;
  }

  #told() {
    return { clock: this.#clock, report: this.#report };
  }
}

function nothingWaits(): UsageError {
  return new UsageError('NOTHING_WAITS', 'Nothing waits for a confirmation in this thread.');
}

function samePerson(speaker: Speaker): UsageError {
  return new UsageError(
    'SAME_PERSON',
    `${nameOf(speaker)} has asked for it, and another person has to confirm it.`,
  );
}

function aloneHere(environment: string): UsageError {
  return new UsageError(
    'SECOND_PERSON_NEEDED',
    `Environment ${environment} is protected: a second person has to confirm. Ask in a channel where there is one.`,
  );
}
