import { UsageError } from '../errors.js';
import { plainWords } from './plain-words.js';

/** What a sentence asks for. */
export type ChatRequest =
  | {
      readonly verb: 'deploy';
      readonly service: string;
      readonly ref: string;
      readonly environment: string;
      /** Whether to apply pending migrations first. */
      readonly migrate?: true;
    }
  | {
      readonly verb: 'rollback';
      readonly environment: string;
      readonly service?: string;
      readonly to?: string;
    }
  /** Without an environment: of all that the person may ask about. */
  | { readonly verb: 'status' | 'releases'; readonly environment?: string }
  | { readonly verb: 'migrate'; readonly environment: string }
  | { readonly verb: 'rotate-password'; readonly environment: string }
  /** The answer of a second person to a pending change. */
  | { readonly verb: 'confirm' }
  | { readonly verb: 'cancel' }
  | { readonly verb: 'help' };

/** A request for an operation in an environment. The other requests are about the conversation. */
export type OperationRequest = Exclude<ChatRequest, { verb: 'help' | 'confirm' | 'cancel' }>;

/** An operation that changes something. */
export type ChangeRequest = Exclude<OperationRequest, { verb: 'status' | 'releases' }>;

export function isChange(request: OperationRequest): request is ChangeRequest {
  return request.verb !== 'status' && request.verb !== 'releases';
}

/** The sentences, as help shows them. */
export const SENTENCES = [
  'deploy <service>/<ref> to <environment> [and migrate]',
  'rollback [<service> in] <environment> [to <release>]',
  'status [of <environment>]',
  'releases [of <environment>]',
  'migrate <environment>',
  'rotate password of <environment>',
  'confirm',
  'cancel',
  'help',
] as const;

const WORD = '([\\w.-]+)';
const readings: readonly [RegExp, (words: string[]) => ChatRequest][] = [
  [
    // A ref may contain slashes (feature/slip), a service may not.
    new RegExp(`^deploy ${WORD}/(\\S+) to ${WORD}( and migrate)?$`, 'i'),
    ([service = '', ref = '', environment = '', migrate]) => ({
      verb: 'deploy',
      service: service.toLowerCase(),
      ref,
      environment: environment.toLowerCase(),
      ...(migrate ? { migrate: true } : {}),
    }),
  ],
  [
    new RegExp(`^roll ?back (?:${WORD} (?:in|on) )?${WORD}(?: to ${WORD})?$`, 'i'),
    ([service, environment = '', to]) => ({
      verb: 'rollback',
      environment: environment.toLowerCase(),
      ...(service ? { service: service.toLowerCase() } : {}),
      ...(to ? { to } : {}),
    }),
  ],
  [
    new RegExp(`^(status|releases)(?:(?: of| in| on)? ${WORD})?$`, 'i'),
    ([verb = '', environment]) => ({
      verb: verb.toLowerCase() === 'status' ? 'status' : 'releases',
      ...(environment ? { environment: environment.toLowerCase() } : {}),
    }),
  ],
  [
    new RegExp(`^migrate ${WORD}$`, 'i'),
    ([environment = '']) => ({ verb: 'migrate', environment: environment.toLowerCase() }),
  ],
  [
    new RegExp(`^rotate(?: the)? password (?:of|in|on) ${WORD}$`, 'i'),
    ([environment = '']) => ({ verb: 'rotate-password', environment: environment.toLowerCase() }),
  ],
  [/^(?:confirm|yes)$/i, () => ({ verb: 'confirm' })],
  [/^(?:cancel|no)$/i, () => ({ verb: 'cancel' })],
  [/^help$/i, () => ({ verb: 'help' })],
];

/** How many characters of a sentence the error repeats. */
const LONGEST_ECHO = 80;

/** Returns the answer to help. */
export function describeSentences(): string {
  return ['Say one of:', ...SENTENCES].join('\n  ');
}

/**
 * Parses one sentence: a line of plain text.
 *
 * @param names the bot's names; the sentence may begin with one of them
 * @throws {UsageError} NOT_UNDERSTOOD, with the sentences that are understood
 * @example
 * parseSentence('sharon deploy superbowleto/master to sandbox', ['sharon'])
 * // { verb: 'deploy', service: 'superbowleto', ref: 'master', environment: 'sandbox' }
 */
export function parseSentence(text: string, names: readonly string[] = []): ChatRequest {
  const sentence = plainWords(text, names);
  for (const [pattern, read] of readings) {
    const match = pattern.exec(sentence);
    if (match) return read(match.slice(1));
  }
  const echo = sentence.length > LONGEST_ECHO ? `${sentence.slice(0, LONGEST_ECHO)}…` : sentence;
  throw new UsageError(
    'NOT_UNDERSTOOD',
    `I do not understand "${echo}". Say one of: ${SENTENCES.join('; ')}.`,
  );
}
