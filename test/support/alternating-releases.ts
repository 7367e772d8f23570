import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  type DeployOptions,
  type DeployResult,
  deploy,
  type PlannedRelease,
  planRelease,
} from '../../src/deploy/index.js';
import type { Faults } from '../../src/local/index.js';
import { selectEnvironment } from '../../src/project/index.js';
import { connectWithoutBackoff } from './connect-without-backoff.js';
import { answering, type DeployStage } from './deploy-stage.js';

export type Served = 'old' | 'new' | 'mixed';

/** What one function's alias points at. */
interface Live {
  readonly version: string | undefined;
  readonly sha256: string | undefined;
}

export interface DeployNewOptions extends Partial<DeployOptions> {
  readonly faults?: Faults;
  /** Milliseconds after which the clients give up an attempt. */
  readonly timeout?: number;
}

/**
 * Two artifacts that a test deploys alternately: the one in service is the old one, the other the new one. Each is built
 * once, because the tests are about the calls to AWS.
 */
export class AlternatingReleases {
  readonly #stage: DeployStage;
  readonly #functions: readonly string[];
  #old: PlannedRelease;
  #new: PlannedRelease;

  private constructor(stage: DeployStage, functions: readonly string[], [one, other]: PlannedRelease[]) {
    if (!one || !other) throw new Error('There are no two releases');
    this.#stage = stage;
    this.#functions = functions;
    [this.#old, this.#new] = [one, other];
  }

  /** Builds both artifacts and deploys the first one. */
  static async build(stage: DeployStage, functions: readonly string[]): Promise<AlternatingReleases> {
    const project = await stage.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = stage;
    const planned: PlannedRelease[] = [];
    for (const text of ['left', 'right']) {
      const ref = stage.repository.commit({ 'src/index.js': answering(text) });
      planned.push(await planRelease({ project, environment, ref, clients, cache }));
    }
    await stage.deploy(planned[0]?.plan.commit ?? '');
    return new AlternatingReleases(stage, functions, planned);
  }

  /** Exchanges old and new. Call it once the new one is in service. */
  swap(): void {
    [this.#old, this.#new] = [this.#new, this.#old];
  }

  /** Deploys the new artifact as a confirmed plan, with clients of its own. Only this deploy meets the faults. */
  async deployNew({ faults, timeout, ...options }: DeployNewOptions): Promise<DeployResult> {
    const project = await this.#stage.project();
    const environment = selectEnvironment(project);
    const clients = await connectWithoutBackoff(environment, timeout);
    const planned = await this.#plan();
    this.#stage.faults = faults ?? (() => undefined);
    try {
      return await deploy({ project, environment, ref: 'main', clients, who: 'tester', planned, ...options });
    } finally {
      this.#stage.faults = () => undefined;
      clients.close();
    }
  }

  /** Deletes the new artifact from the bucket, so that the next deploy has to store it. */
  async deleteStored(): Promise<void> {
    const { key } = this.#new.artifact;
    await this.#stage.connection.s3.send(new DeleteObjectCommand({ Bucket: 'artifacts', Key: key }));
  }

  /** Returns which of the two the aliases serve. */
  async served(): Promise<Served> {
    const live = await this.#live();
    if (live.every(({ sha256 }) => sha256 === this.#new.artifact.sha256)) return 'new';
    return live.every(({ sha256 }) => sha256 === this.#old.artifact.sha256) ? 'old' : 'mixed';
  }

  /** Returns the plan for the new artifact, updated to what is in service now. */
  async #plan(): Promise<PlannedRelease> {
    const { plan, artifact } = this.#new;
    const live = await this.#live();
    const functions = plan.functions.map((one, index) => {
      const { version = '', sha256 } = live[index] ?? {};
      return { ...one, version, reasons: sha256 === artifact.sha256 ? [] : ['code'] };
    });
    return { plan: { ...plan, functions }, artifact };
  }

  async #live(): Promise<Live[]> {
    const { lambda } = this.#stage.connection;
    return await Promise.all(
      this.#functions.map(async (name) => {
        const command = new GetFunctionConfigurationCommand({
          FunctionName: `test-sample-${name}`,
          Qualifier: 'current',
        });
        const { Version, CodeSha256 } = await lambda.send(command);
        return { version: Version, sha256: CodeSha256 };
      }),
    );
  }
}
