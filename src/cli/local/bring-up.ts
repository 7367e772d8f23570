import { deploy, describeRelease, verifyReleased } from '../../deploy/index.js';
import { UsageError } from '../../errors.js';
import { awsConfigPath, type ProvisionedApi, provision, type Stage, startStage } from '../../local/index.js';
import { type Connection, connect, type Environment, type Project } from '../../project/index.js';
import type { Report } from '../../report.js';
import { createOwnerQueues, makeTenants } from './tenants.js';

export interface BringUpOptions {
  readonly home: string;
  readonly port: number | undefined;
  readonly project: Project;
  readonly environment: Environment;
  /** The ref to deploy; undefined leaves the functions as they are. */
  readonly ref: string | undefined;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** The service as it runs on the local stage. */
export interface Running {
  readonly stage: Stage;
  readonly api: ProvisionedApi;
  /** URL of an example queue, in place of the queue of a boleto's owner. */
  readonly ownerQueue: string;
}

/**
 * Starts the stage, provisions what Terraform creates on AWS, and deploys `ref` with its migrations as
 * `sbw deploy --migrate` does. It stops the stage again when a step fails.
 *
 * @throws {UsageError} NOT_THE_STAGE when the environment does not use the stage's own profile file
 */
export async function bringUp(options: BringUpOptions): Promise<Running> {
  const { home, port, project, environment, report, signal } = options;
  verifyIsStage(environment, home);
  const { region, account } = environment;
  const stage = await startStage({ home, ...(port === undefined ? {} : { port }), region, account, report });
  try {
    signal.throwIfAborted();
    const { api } = await provision(stage, project, environment);
    const connection = connect(environment);
    try {
      const queues = await createOwnerQueues(environment, connection);
      if (options.ref !== undefined) {
        await deployTo(options, options.ref, connection);
        await makeTenants(options, api, queues, connection);
      }
      return { stage, api, ownerQueue: queues.first };
    } finally {
      connection.close();
    }
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

/** Without this check the stage would start, and the deploy would go to another account. */
function verifyIsStage(environment: Environment, home: string): void {
  if (environment.profileFile === awsConfigPath(home)) return;
  throw new UsageError(
    'NOT_THE_STAGE',
    `Environment ${environment.name} does not take its endpoint from the local stage: its profile_file is not ${awsConfigPath(home)}. Name one that does by --env.`,
  );
}

async function deployTo(options: BringUpOptions, ref: string, connection: Connection): Promise<void> {
  const { project, environment, report, signal } = options;
  const target = { project, environment, ref, clients: connection };
  const released = await deploy({ ...target, migrate: true, report, signal });
  verifyReleased(released);
  report(describeRelease(released));
}
