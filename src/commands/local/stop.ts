import { BaseCommand } from '../../cli/index.js';
import { homeFolder, stopStage } from '../../local/index.js';

type Stopped = Awaited<ReturnType<typeof stopStage>>;

export default class LocalStop extends BaseCommand {
  static override summary = 'Stop the local stage; its state stays';
  static override description =
    'Ends the stage and all of its processes, those too that a stage left which was killed.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<Stopped> {
    await this.parse(LocalStop);
    const outcome = await stopStage(homeFolder(process.env), this.report);
    this.log(sentence(outcome));
    return outcome;
  }
}

function sentence({ stopped, leftovers }: Stopped): string {
  if (stopped)
    return `Stopped the local stage at ${stopped.endpoint ?? 'no endpoint yet'} (process ${stopped.pid}).`;
  if (leftovers) return 'Stopped what a killed local stage had left.';
  return 'The local stage does not run; nothing to stop.';
}
