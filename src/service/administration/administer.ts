import type {
  AdministrationAnswers,
  AdministrationCommand,
  AdministrationFailure,
  AdministrationRequests,
} from '../../administration/index.js';
import { SuperbowletoError } from '../../errors.js';
import { validate } from '../api/validate.js';
import { HttpError } from '../http/errors.js';
import type { Deadline } from '../lambda.js';
import { describeFailure, log } from '../log.js';
import type { Service } from '../service.js';
import { boletoCommands } from './boletos.js';
import { type Commands, commandSchemas } from './commands.js';
import { configurationCommands } from './configurations.js';
import { payerCommands } from './payers.js';
import { tenantCommands } from './tenants.js';
import { walletCommands } from './wallets.js';

export type AdministrationAnswer =
  | ({ readonly ok: true } & AdministrationAnswers[AdministrationCommand])
  | AdministrationFailure;

const COMMANDS: Commands = {
  ...tenantCommands,
  ...walletCommands,
  ...configurationCommands,
  ...payerCommands,
  ...boletoCommands,
};

/**
 * Runs an operator's command, which is one statement. It never throws: a failure is an answer too.
 *
 * @param service opened by the command, so that its failure is an answer
 * @param event `{ command, … }` with the fields that the command's schema requires
 */
export async function administer(
  service: () => Service,
  event: unknown,
  deadline: Deadline,
): Promise<AdministrationAnswer> {
  const { command, ...fields } = Object(event) as Readonly<Record<string, unknown>>;
  try {
    if (!isCommand(command)) throw unknownCommand(command);
    const answer = await run(command, fields, service(), deadline);
    log('administered', { command, ...subjectOf(fields) });
    return { ok: true, ...answer };
  } catch (error) {
    log('administration-failed', {
      command: isCommand(command) ? command : undefined,
      ...subjectOf(fields),
      ...describeFailure(error),
    });
    return { ok: false, error: failureOf(error) };
  }
}

async function run<Command extends AdministrationCommand>(
  command: Command,
  fields: Readonly<Record<string, unknown>>,
  service: Service,
  deadline: Deadline,
): Promise<AdministrationAnswers[Command]> {
  const { schema, rules } = commandSchemas[command];
  const request = validate(schema, fields, rules) as AdministrationRequests[Command];
  return await COMMANDS[command](request, { service, deadline });
}

function isCommand(command: unknown): command is AdministrationCommand {
  return typeof command === 'string' && Object.hasOwn(COMMANDS, command);
}

function unknownCommand(command: unknown): SuperbowletoError {
  const given = typeof command === 'string' ? `"${command.slice(0, 40)}"` : 'none';
  return new SuperbowletoError(
    'UNKNOWN_COMMAND',
    `"command" must be one of ${Object.keys(COMMANDS).join(', ')}; it is ${given}. Deploy a release that fits this sbw.`,
  );
}

const WALLET_FIELDS = ['issuer', 'issuer_agency', 'issuer_account', 'issuer_wallet'] as const;

/** Returns the tenant, the wallet or the boleto that a command concerns, for the log. */
function subjectOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { tenant, id } = fields;
  const wallet = WALLET_FIELDS.map((name) => [name, fields[name]]).filter(
    ([, value]) => typeof value === 'string',
  );
  return {
    ...Object.fromEntries(wallet.map(([name, value]) => [name, String(value).slice(0, 32)])),
    ...(typeof tenant === 'string' ? { tenant: tenant.slice(0, 63) } : {}),
    ...(typeof id === 'string' ? { boleto_id: id.slice(0, 70) } : {}),
  };
}

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';

/** Keeps PostgreSQL's own message out of the answer, because it may quote the data of a row. */
function failureOf(error: unknown): AdministrationFailure['error'] {
  if (error instanceof SuperbowletoError) return { code: error.code, message: error.message };
  if (error instanceof HttpError) {
    return { code: 'INVALID_REQUEST', message: error.errors.map(({ message }) => message).join('; ') };
  }
  const { name = 'Error', code = '' } = Object(error) as { name?: string; code?: string };
  if (code === UNDEFINED_TABLE || code === UNDEFINED_COLUMN) {
    const message = 'The database lacks a migration of this release. Apply it: sbw migrate up';
    return { code: 'MIGRATION_PENDING', message };
  }
  return {
    code: 'ADMINISTRATION_FAILED',
    message: `The database did not do it: ${[name, code].filter(Boolean).join(' ')}. What was asked may be asked again; more is in the function's log.`,
  };
}
