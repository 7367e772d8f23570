import { Flags } from '@oclif/core';
import { confirmFlag, environmentFlag, fileFlag } from '../base-command.js';
import { durationFlag } from '../duration.js';

/** The flags that select a database, and how to reach it. */
export const migrationFlags = {
  env: environmentFlag,
  file: fileFlag,
  migrations: Flags.string({
    description: 'folder of the migrations, from the project file; what that says when left out',
    helpValue: 'FOLDER',
  }),
  direct: Flags.boolean({
    description:
      'connect from here instead of through the function: to SBW_DATABASE_URL, or by the password in credstash',
    exclusive: ['deployed'],
  }),
  deployed: Flags.boolean({
    description: "go by the function's own list of migrations, whatever the files here are",
  }),
};

/** The flags of commands that change the database. */
export const migrationChangeFlags = {
  ...migrationFlags,
  'lock-wait': durationFlag({ description: 'how long to wait for another run to end; 30s when left out' }),
  'lock-timeout': durationFlag({
    description: 'how long a statement waits for a table; 2s when left out, 1m for CONCURRENTLY',
  }),
  'statement-timeout': durationFlag({ description: 'how long a statement may take' }),
  confirm: confirmFlag,
};

export const dryRunFlag = Flags.boolean({
  description: 'tell what would be done, with its SQL, and end there',
});

export const yesFlag = Flags.boolean({
  char: 'y',
  description: 'answer yes beforehand, for scripts; a protected environment takes --confirm',
});

/** The values of `migrationFlags` and `migrationChangeFlags`. */
export interface TargetFlags {
  readonly env?: string | undefined;
  readonly file: string;
  readonly migrations?: string | undefined;
  readonly direct: boolean;
  readonly deployed: boolean;
  readonly 'lock-wait'?: number | undefined;
  readonly 'lock-timeout'?: number | undefined;
  readonly 'statement-timeout'?: number | undefined;
}
