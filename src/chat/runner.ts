import type { Environment, OpenEnvironment } from '../project/index.js';
import type { Report } from '../report.js';
import type { ChatContext } from './context.js';
import { nameOf, type Speaker, type Thread } from './message.js';
import { type PlannedChange, planChange } from './plan.js';
import { Progress } from './progress.js';
import { type RunContext, runRequest } from './run-request.js';
import type { ChangeRequest, OperationRequest } from './sentence.js';
import { describeChange, describeDuration } from './wording.js';

/** Who asked for something in which thread, and who confirmed it where that was needed. */
export interface Requester {
  readonly thread: Thread;
  readonly asked: Speaker;
  readonly confirmed?: Speaker;
}

/** `ChatContext` with its defaults filled in. */
export type FullContext = ChatContext & Required<Pick<ChatContext, 'clock' | 'report' | 'signal'>>;

/** Runs and plans requests. It shows the progress of plans and changes, and their outcome, in the request's thread. */
export class Runner {
  readonly #context: FullContext;
  readonly #changing = new Set<Thread>();

  constructor(context: FullContext) {
    this.#context = context;
  }

  /** The threads in which a change runs. */
  get changing(): readonly Thread[] {
    return [...this.#changing];
  }

  /** Runs a request that changes nothing. @returns the answer; an error is an answer too */
  async read(request: OperationRequest, environment: Environment, requester: Requester): Promise<string> {
    const context = this.#runContext(requester, this.#context.report);
    try {
      return await this.#open(environment, (opened) => runRequest(request, opened, context));
    } catch (error) {
      return this.#context.describeError(error);
    }
  }

  /** Plans a change. @throws what `planChange` throws */
  async plan(request: ChangeRequest, environment: Environment, requester: Requester): Promise<PlannedChange> {
    const what = describeChange(request, environment.name);
    const progress = this.#progress(requester.thread, `Planning to ${what} …`);
    let outcome = `The plan to ${what} was not made:`;
    try {
      const context = this.#runContext(requester, (line) => progress.add(line));
      const planned = await this.#open(environment, (opened) => planChange(request, opened, context));
      outcome = `The plan to ${what} is made:`;
      return planned;
    } finally {
      await progress.end(outcome);
    }
  }

  /** Runs a change and says its outcome, a failure too. @param run the change; runs `request` itself when left out */
  async change(
    request: ChangeRequest,
    environment: Environment,
    requester: Requester,
    run: PlannedChange['run'] = (opened, context) => runRequest(request, opened, context),
  ): Promise<void> {
    const { clock, describeError } = this.#context;
    const { thread, asked, confirmed } = requester;
    const what = describeChange(request, environment.name);
    const start = clock.now().getTime();
    const progress = this.#progress(thread, `At work to ${what} …`);
    const context = this.#runContext(requester, (line) => progress.add(line));
    this.#changing.add(thread);
    let answer: string;
    let mark = 'Done';
    try {
      answer = await this.#open(environment, (opened) => run(opened, context));
    } catch (error) {
      mark = 'Failed';
      answer = describeError(error);
    }
    this.#changing.delete(thread);
    await progress.end(`${mark}: ${what}`);
    const people = `Asked for by ${nameOf(asked)}${confirmed ? `, confirmed by ${nameOf(confirmed)}` : ''}.`;
    await thread.say(
      `${mark}. ${answer}\nIt took ${describeDuration(clock.now().getTime() - start)}. ${people}`,
    );
  }

  async #open<Result>(
    environment: Environment,
    work: (opened: OpenEnvironment) => Promise<Result>,
  ): Promise<Result> {
    const { project, open } = this.#context;
    const connection = open(environment);
    try {
      return await work({ project, environment, connection });
    } finally {
      connection.close();
    }
  }

  #progress(thread: Thread, title: string): Progress {
    return new Progress(thread, title, this.#context);
  }

  #runContext({ asked, confirmed }: Requester, report: Report): RunContext {
    const { clock, signal } = this.#context;
    const who = confirmed ? `${nameOf(asked)}, confirmed by ${nameOf(confirmed)}` : nameOf(asked);
    return { who, report, clock, signal };
  }
}
