import {
  type AdministrationAnswers,
  type AdministrationCommand,
  type AdministrationRequests,
  administer,
} from '../../administration/index.js';
import { administerFunction } from '../../project/index.js';
import { BaseCommand, type OpenEnvironment } from '../base-command.js';

/** What `sbw tenant` and `sbw boleto` share: the function that they ask. */
export abstract class AdministeringCommand extends BaseCommand {
  protected async ask<Command extends AdministrationCommand>(
    { project, environment, connection }: OpenEnvironment,
    command: Command,
    request: AdministrationRequests[Command],
  ): Promise<AdministrationAnswers[Command]> {
    const { signal } = this;
    const target = { lambda: connection.lambda, ...administerFunction(project, environment), signal };
    return await administer(target, command, request);
  }
}
