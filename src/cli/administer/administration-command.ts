import {
  type AdministrationAnswers,
  type AdministrationCommand,
  type AdministrationRequests,
  administer,
} from '../../administration/index.js';
import { administerFunction, type OpenEnvironment } from '../../project/index.js';
import { BaseCommand } from '../base-command.js';
import { confirmProtected } from '../confirm.js';
import type { ChangeFlags, ReadFlags } from './arguments.js';

/** What the commands of `sbw tenant` and `sbw boleto` share: they all call the function `administer`. */
export abstract class AdministeringCommand extends BaseCommand {
  /** Sends a request that changes nothing, and returns the answer. */
  protected async ask<Command extends AdministrationCommand>(
    flags: ReadFlags,
    command: Command,
    request: AdministrationRequests[Command],
  ): Promise<AdministrationAnswers[Command]> {
    return await this.#send(await this.open(flags.file, flags.env), command, request);
  }

  /**
   * Sends a request for a change, after a person confirmed it where the environment is protected.
   *
   * @param warning returns a sentence that says what will change, from the environment's name
   * @throws {UsageError} CONFIRMATION_NEEDED, CONFIRMATION_WRONG
   */
  protected async change<Command extends AdministrationCommand>(
    flags: ChangeFlags,
    command: Command,
    request: AdministrationRequests[Command],
    warning: (environment: string) => string,
  ): Promise<AdministrationAnswers[Command]> {
    const opened = await this.open(flags.file, flags.env);
    await confirmProtected(opened.environment, flags.confirm, [warning(opened.environment.name)]);
    return await this.#send(opened, command, request);
  }

  async #send<Command extends AdministrationCommand>(
    { project, environment, connection }: OpenEnvironment,
    command: Command,
    request: AdministrationRequests[Command],
  ): Promise<AdministrationAnswers[Command]> {
    const { signal } = this;
    const target = { lambda: connection.lambda, ...administerFunction(project, environment), signal };
    return await administer(target, command, request);
  }
}
