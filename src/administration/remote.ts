import { SuperbowletoError } from '../errors.js';
import { askFunction, type Invocation, type Wording } from '../invocation/index.js';
import type {
  AdministrationAnswers,
  AdministrationCommand,
  AdministrationFailure,
  AdministrationRequests,
} from './types.js';

export type AdministerOptions = Invocation;

const WORDING: Wording = {
  code: 'ADMINISTER',
  unknown: 'See what it did by: sbw tenant show, or sbw boleto show',
  timedOut: 'See what it did by: sbw tenant show, or sbw boleto show',
};

/**
 * Sends a command to the deployed function `administer`, which reaches the database.
 *
 * @throws {SuperbowletoError} the function's own code and message when it refuses; ADMINISTER_FUNCTION_NOT_FOUND,
 *   ADMINISTER_FUNCTION_REFUSED, ADMINISTER_FUNCTION_FAILED, ADMINISTER_FUNCTION_TIMED_OUT, ADMINISTER_OUTCOME_UNKNOWN
 * @example
 * const { tenants } = await administer({ lambda, ...administerFunction(project, environment) }, 'tenant.list', {});
 */
export async function administer<Command extends AdministrationCommand>(
  options: AdministerOptions,
  command: Command,
  request: AdministrationRequests[Command],
): Promise<AdministrationAnswers[Command]> {
  const answer = await askFunction(options, { command, ...request }, WORDING);
  if (isFailure(answer)) throw new SuperbowletoError(answer.error.code, answer.error.message);
  const { ok, ...data } = Object(answer) as { ok?: unknown };
  if (ok === true) return data as AdministrationAnswers[Command];
  throw new SuperbowletoError(
    'ADMINISTER_FUNCTION_FAILED',
    `${options.functionName} did not answer as an administer function does. Deploy a release that fits this sbw.`,
  );
}

function isFailure(answer: unknown): answer is AdministrationFailure {
  const { ok, error } = Object(answer) as Partial<AdministrationFailure>;
  return ok === false && typeof error?.code === 'string' && typeof error.message === 'string';
}
