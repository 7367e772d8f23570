import { UsageError } from '../errors.js';

/** What somebody in a chat room asks for. */
export type ChatRequest =
  | { readonly verb: 'deploy'; readonly service: string; readonly ref: string; readonly environment: string }
  | { readonly verb: 'rollback'; readonly environment: string; readonly to?: string }
  | { readonly verb: 'status' | 'releases'; readonly environment: string }
  | { readonly verb: 'migrate'; readonly environment: string }
  | { readonly verb: 'rotate-password'; readonly environment: string }
  | { readonly verb: 'help' };

/** The sentences, as they are written and as help shows them. */
export const SENTENCES = [
  'deploy <service>/<ref> to <environment>',
  'rollback <environment> [to <release>]',
  'status of <environment>',
  'releases of <environment>',
  'migrate <environment>',
  'rotate password of <environment>',
  'help',
] as const;

const WORD = '([\\w.-]+)';
const readings: readonly [RegExp, (words: string[]) => ChatRequest][] = [
  [
    // A ref may hold slashes (feature/slip), a service may not.
    new RegExp(`^deploy ${WORD}/(\\S+) to ${WORD}$`, 'i'),
    ([service = '', ref = '', environment = '']) => ({ verb: 'deploy', service, ref, environment }),
  ],
  [
    new RegExp(`^rollback ${WORD}(?: to ${WORD})?$`, 'i'),
    ([environment = '', to]) => ({ verb: 'rollback', environment, ...(to ? { to } : {}) }),
  ],
  [new RegExp(`^status of ${WORD}$`, 'i'), ([environment = '']) => ({ verb: 'status', environment })],
  [new RegExp(`^releases of ${WORD}$`, 'i'), ([environment = '']) => ({ verb: 'releases', environment })],
  [new RegExp(`^migrate ${WORD}$`, 'i'), ([environment = '']) => ({ verb: 'migrate', environment })],
  [
    new RegExp(`^rotate(?: the)? password of ${WORD}$`, 'i'),
    ([environment = '']) => ({ verb: 'rotate-password', environment }),
  ],
  [/^help$/i, () => ({ verb: 'help' })],
];

/**
 * Reads one sentence of a chat room.
 *
 * @throws {UsageError} NOT_UNDERSTOOD with the sentences that are
 * @example
 * parseSentence('deploy superbowleto/master to sandbox')
 * // { verb: 'deploy', service: 'superbowleto', ref: 'master', environment: 'sandbox' }
 */
export function parseSentence(text: string): ChatRequest {
  const sentence = text.trim().replace(/\s+/g, ' ').replace(/[.!]$/, '');
  for (const [pattern, read] of readings) {
    const match = pattern.exec(sentence);
    if (match) return read(match.slice(1));
  }
  throw new UsageError(
    'NOT_UNDERSTOOD',
    `I do not understand "${sentence}". Say one of: ${SENTENCES.join('; ')}.`,
  );
}
