import { BaseCommand, environmentFlag, fileFlag } from '../../cli/index.js';
import { type Diagnosis, describeDiagnosis, examine } from '../../doctor/index.js';

export default class Doctor extends BaseCommand {
  static override summary =
    'Look whether an environment is as superbowleto.yml says, and tell how to mend what is not';
  static override description =
    'Credentials and clock, bucket, tables, key, queues, database, password, functions with alias, role and ' +
    'variables, what queues, routes and schedules trigger, versions, releases that never ended, locks. Changes ' +
    'nothing and reads no secret. Exit codes: 0 nothing is wrong; 1 something is, or could not be looked at.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --env sandbox',
    '<%= config.bin %> <%= command.id %> --env live --json',
  ];
  static override flags = { env: environmentFlag, file: fileFlag };

  async run(): Promise<Diagnosis> {
    const { flags } = await this.parse(Doctor);
    const opened = await this.open(flags.file, flags.env);
    const diagnosis = await examine({ ...opened, signal: this.signal });
    if (!diagnosis.well) process.exitCode = 1;
    this.log(describeDiagnosis(diagnosis));
    return diagnosis;
  }
}
