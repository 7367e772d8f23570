import { BaseCommand } from '../../cli/index.js';
import { findStage, homeFolder, type Provisioned } from '../../local/index.js';
import { table } from '../../report.js';

type Status =
  | { readonly running: false; readonly state: 'stopped' }
  | ({
      /** Whether the service on it answers. */
      readonly running: boolean;
      readonly state: 'starting' | 'running';
      readonly pid: number;
      readonly since: string;
      readonly endpoint: string | undefined;
    } & Partial<Omit<Provisioned, 'environment'>>);

export default class LocalStatus extends BaseCommand {
  static override summary = 'Show whether the local stage runs, and what it offers';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run(): Promise<Status> {
    await this.parse(LocalStatus);
    const stage = findStage(homeFolder(process.env));
    if (!stage) {
      this.log('The local stage does not run. Start it by: sbw local start');
      return { running: false, state: 'stopped' };
    }
    const { pid, since, ready, endpoint, provisioned } = stage;
    const { api, functions, database } = provisioned ?? {};
    this.log(table(rows(stage)));
    return {
      running: ready,
      state: ready ? 'running' : 'starting',
      pid,
      since,
      endpoint,
      api,
      functions,
      database,
    };
  }
}

function rows({
  pid,
  since,
  ready,
  endpoint,
  provisioned,
}: NonNullable<ReturnType<typeof findStage>>): string[][] {
  const head = [
    ['Local stage', ready ? `runs since ${since}, process ${pid}` : `is being started by process ${pid}`],
    ['AWS endpoint', endpoint ?? 'not yet'],
  ];
  if (!provisioned) return head;
  const { api, database, functions } = provisioned;
  return [
    ...head,
    ['API', api.url],
    ['API key', `${api.key} of tenant ${api.tenant}`],
    ['', `${api.second.key} of tenant ${api.second.tenant}`],
    ['Database', `postgres://${database.user}@${database.host}:${database.port}/${database.name}`],
    ...functions.map(({ name }, index) => [index === 0 ? 'Functions' : '', name]),
  ];
}
