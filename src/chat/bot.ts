import { systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import type { Environment } from '../project/index.js';
import { Confirmations } from './confirmations.js';
import { type ChatContext, environmentNamed, verifyService } from './context.js';
import { type Message, nameOf, type Speaker, type Thread } from './message.js';
import { permittedEnvironments, verifyPermitted } from './permissions.js';
import { type FullContext, type Requester, Runner } from './runner.js';
import {
  type ChangeRequest,
  type ChatRequest,
  describeSentences,
  isChange,
  type OperationRequest,
  parseSentence,
} from './sentence.js';
import { describeChange } from './wording.js';

export interface BotOptions extends ChatContext {
  /** Names of the bot, beside `chat.name`. */
  readonly names?: readonly string[];
}

type Question = Exclude<OperationRequest, ChangeRequest>;

const MINUTE = 60_000;
/** The only words that answer the bot's question without its name. A plain "yes" may be meant for another person. */
const DECISION = /^\W*(?:confirm|cancel)\W*$/i;
const STOPPED = 'I was told to stop. What waited is given up, and nothing was changed; ask again later.';
const STOPPING = 'I was told to stop, and do so when this has come to its end.';

/**
 * Runs the requests of people in a chat, as far as `chat.permissions` allows. A change to a protected environment needs
 * a second person who confirms its plan. Every answer is said in the thread of the request.
 *
 * @example
 * const bot = new ChatBot({ project, open: connect, describeError: String });
 * await bot.handle(message);
 * await bot.close();
 */
export class ChatBot {
  readonly #context: FullContext;
  readonly #names: readonly string[];
  readonly #runner: Runner;
  readonly #confirmations: Confirmations;
  readonly #conversations = new Set<Promise<void>>();
  #isClosing = false;

  constructor({ names = [], ...options }: BotOptions) {
    const { clock = systemClock, report = () => {}, signal = new AbortController().signal } = options;
    this.#context = { ...options, clock, report, signal };
    const { name } = options.project.chat ?? {};
    this.#names = [...names, ...(name ? [name] : [])];
    this.#runner = new Runner(this.#context);
    this.#confirmations = new Confirmations(clock);
  }

  /** Handles a message until everything about it is done and said. It never throws: errors are said or reported. */
  async handle(message: Message): Promise<void> {
    if (this.#isClosing) return;
    const { report, describeError } = this.#context;
    const conversation = this.#answer(message).catch((error) =>
      report(`Warning: nothing could be said in chat: ${describeError(error)}`),
    );
    this.#conversations.add(conversation);
    await conversation;
    this.#conversations.delete(conversation);
  }

  /** Handles no more messages, drops the pending changes and waits for those that run. Says so in their threads. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([
      ...this.#confirmations.removeAll().map(({ thread }) => this.#sayOrReport(thread, STOPPED)),
      ...this.#runner.changing.map((thread) => this.#sayOrReport(thread, STOPPING)),
    ]);
    await Promise.all(this.#conversations);
  }

  async #answer(message: Message): Promise<void> {
    const { thread, text, isAddressed } = message;
    const isDecision = DECISION.test(text) && this.#confirmations.find(thread) !== undefined;
    if (!isAddressed && !isDecision) return;
    try {
      await this.#respond(parseSentence(text, this.#names), message);
    } catch (error) {
      await thread.say(this.#context.describeError(error));
    }
  }

  async #respond(request: ChatRequest, message: Message): Promise<void> {
    const { verb } = request;
    if (verb === 'help') return await message.thread.say(describeSentences());
    if (verb === 'confirm' || verb === 'cancel') return await this.#decide(verb, message);
    return isChange(request) ? await this.#change(request, message) : await this.#read(request, message);
  }

  /** Answers for the environment that was named, or else for all that the person may ask about. */
  async #read(request: Question, { thread, speaker }: Message): Promise<void> {
    const { project } = this.#context;
    const asked = await speaker();
    const names = request.environment
      ? [environmentNamed(project, request.environment).name]
      : await permittedEnvironments(project, asked, request.verb);
    for (const name of names) {
      await verifyPermitted(project, asked, request, name);
      const environment = environmentNamed(project, name);
      await thread.say(`${name}:`, await this.#runner.read(request, environment, { thread, asked }));
    }
  }

  async #change(request: ChangeRequest, { thread, speaker }: Message): Promise<void> {
    const { project } = this.#context;
    const asked = await speaker();
    verifyService(request, project);
    const environment = environmentNamed(project, request.environment);
    await verifyPermitted(project, asked, request, environment.name);
    if (environment.protected) await this.#askForConfirmation(request, environment, { thread, asked });
    else await this.#runner.change(request, environment, { thread, asked });
  }

  /** Shows the plan of a change, which then waits for a second person. */
  async #askForConfirmation(
    request: ChangeRequest,
    environment: Environment,
    requester: Requester,
  ): Promise<void> {
    const { thread, asked } = requester;
    if (!thread.isShared) throw secondPersonNeeded(environment.name);
    this.#confirmations.reserve(thread);
    try {
      const planned = await this.#runner.plan(request, environment, requester);
      if (this.#isClosing) return await thread.say(STOPPED);
      if (!planned.hasChanges) return await thread.say('Nothing is to be changed.', planned.shown);
      const minutes = this.#context.project.chat?.confirmWithin ?? 0;
      const what = describeChange(request, environment.name);
      const call = this.#names[0] === undefined ? '' : `@${this.#names[0]} `;
      await thread.say(
        `${nameOf(asked)} asks to ${what}. Another person who may do that has ${minutes} minutes to say here: ${call}confirm. To give it up: ${call}cancel.`,
        planned.shown,
      );
      const pending = { request, environment: environment.name, asked, thread, planned };
      const expired = `Nobody has confirmed within ${minutes} minutes, and nothing was changed. Ask again to ${what}.`;
      this.#confirmations.add(pending, minutes * MINUTE, () => this.#sayOrReport(thread, expired));
    } finally {
      this.#confirmations.release(thread);
    }
  }

  async #decide(verb: 'confirm' | 'cancel', { thread, speaker }: Message): Promise<void> {
    const { project } = this.#context;
    const pending = this.#confirmations.find(thread);
    if (!pending) throw nothingWaits();
    const { request, asked, planned } = pending;
    const second = await speaker();
    const isAsker = second.id === asked.id;
    if (verb === 'confirm' && isAsker) throw samePerson(second);
    if (!isAsker) await verifyPermitted(project, second, request, pending.environment);
    if (!this.#confirmations.remove(pending)) throw nothingWaits();
    if (verb === 'cancel') {
      return await thread.say(`Cancelled by ${nameOf(second)}; nothing was changed.`);
    }
    const environment = environmentNamed(project, pending.environment);
    const requester = { thread: pending.thread, asked, confirmed: second };
    await this.#runner.change(request, environment, requester, (opened, by) => planned.run(opened, by));
  }

  async #sayOrReport(thread: Thread, text: string): Promise<void> {
    const { report, describeError } = this.#context;
    await thread.say(text).catch((error) => report(`Warning: ${describeError(error)}`));
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

function secondPersonNeeded(environment: string): UsageError {
  return new UsageError(
    'SECOND_PERSON_NEEDED',
    `Environment ${environment} is protected: a second person has to confirm. Ask in a channel where there is one.`,
  );
}
