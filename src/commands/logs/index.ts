import { Args, Flags } from '@oclif/core';
import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { LogPrinter } from '../../cli/logs/printer.js';
import { readSince } from '../../cli/logs/since.js';
import { logSources } from '../../cli/logs/sources.js';
import { systemClock } from '../../clock.js';
import { followLogs, type LogLine, readLogs } from '../../logs/index.js';

export default class Logs extends BaseCommand {
  static override summary = 'Print what functions have logged, in order of time';
  static override description =
    'Of one function or of all of them. With --json everything as it was logged: one list, or with --follow one object ' +
    'a line. Ctrl-C ends --follow, with exit code 130.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> create-boleto --env sandbox --since 2h',
    '<%= config.bin %> <%= command.id %> --env live --follow --filter bol_cjn1w6u3q0000mqfab9t5g2xz',
    "<%= config.bin %> <%= command.id %> --env live --since 1d --filter '{ $.status = 500 }' --json",
    '<%= config.bin %> <%= command.id %> --env live --release 3fa8c01d',
  ];
  static override args = {
    function: Args.string({
      description: 'as the project file names it; all when left out',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    env: environmentFlag,
    file: fileFlag,
    follow: Flags.boolean({ description: 'go on with what they log from now on, until Ctrl-C' }),
    since: Flags.string({
      description: '30s, 10m, 2h, 1d ago, or a time as 2026-11-24T12:00:00Z; 10m when left out',
      helpValue: 'TIME',
    }),
    filter: Flags.string({
      description: 'text that a line holds, to the letter, or a filter pattern of CloudWatch',
      helpValue: 'TEXT',
    }),
    release: Flags.string({
      description:
        'only what the versions of this release have logged, since it began when --since is left out',
      helpValue: 'RELEASE',
    }),
  };

  async run(): Promise<readonly LogLine[] | undefined> {
    const { args, flags } = await this.parse(Logs);
    const opened = await this.open(flags.file, flags.env);
    const { sources, began } = await logSources(opened, args.function, flags.release);
    const now = systemClock.now();
    const since = flags.since === undefined && began ? began : readSince(flags.since ?? '10m', now);
    const { report, signal } = this;
    const { logs } = opened.connection;
    const query = { logs, sources, since, filter: flags.filter, report, signal };
    const printer = new LogPrinter(sources, { json: this.jsonEnabled(), follow: flags.follow });
    if (flags.follow) return await printer.printUntil(signal, followLogs(query));
    return await printer.print(readLogs(query));
  }
}
