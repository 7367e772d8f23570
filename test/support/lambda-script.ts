import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaAccess } from '../../src/deploy/lambda/functions.js';
import { InstantClock } from './instant-clock.js';

/** A command that was sent: its name without `Command`, and its input. */
export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Access to a Lambda that answers with a function of the test. */
export interface ScriptedLambda extends LambdaAccess {
  readonly clock: InstantClock;
  /** Every command, in the order in which they were sent. */
  readonly sent: readonly SentCommand[];
}

/**
 * Returns a Lambda whose answers `answer` decides.
 *
 * @param answer gets the command and how many of the same name came before it; an `Error` is thrown
 */
export function scriptedLambda(answer: (command: SentCommand, earlier: number) => unknown): ScriptedLambda {
  const sent: SentCommand[] = [];
  const lambda = {
    send: async (command: { constructor: { name: string }; input: SentCommand['input'] }) => {
      const one = { name: command.constructor.name.replace(/Command$/, ''), input: command.input };
      const earlier = sent.filter(({ name }) => name === one.name).length;
      sent.push(one);
      const answered = answer(one, earlier);
      if (answered instanceof Error) throw answered;
      return answered;
    },
  } as unknown as LambdaClient;
  return { lambda, clock: new InstantClock(), signal: new AbortController().signal, sent };
}
