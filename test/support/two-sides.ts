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

/** What one function's alias gives. */
interface Live {
  readonly version: string | undefined;
  readonly sha256: string | undefined;
}

export interface DeployNewOptions extends Partial<DeployOptions> {
  readonly faults?: Faults;
  /** Milliseconds after which the clients give a call up. */
  readonly patience?: number;
}

/** Two artifacts that are deployed by turns. Each is built once: it is the calls to AWS that are looked at. */
export class TwoSides {
  readonly #place: DeployStage;
  readonly #functions: readonly string[];
  #old: PlannedRelease;
  #new: PlannedRelease;

  private constructor(place: DeployStage, functions: readonly string[], [one, other]: PlannedRelease[]) {
    if (!one || !other) throw new Error('there are no two sides');
    this.#place = place;
    this.#functions = functions;
    [this.#old, this.#new] = [one, other];
  }

  /** Builds both, and brings the first into service. */
  static async build(place: DeployStage, functions: readonly string[]): Promise<TwoSides> {
    const project = await place.project();
    const environment = selectEnvironment(project);
    const { connection: clients, cache } = place;
    const planned: PlannedRelease[] = [];
    for (const text of ['left', 'right']) {
      const ref = place.repository.commit({ 'src/index.js': answering(text) });
      planned.push(await planRelease({ project, environment, ref, clients, cache }));
    }
    await place.deploy(planned[0]?.plan.commit ?? '');
    return new TwoSides(place, functions, planned);
  }

  /** What is new serves now, and the other one will be new. */
  turn(): void {
    [this.#old, this.#new] = [this.#new, this.#old];
  }

  /** As a deploy that was shown and agreed to, with clients of its own, as a process has them. It alone meets faults. */
  async deployNew({ faults, patience, ...options }: DeployNewOptions): Promise<DeployResult> {
    const project = await this.#place.project();
    const environment = selectEnvironment(project);
    const clients = await connectWithoutBackoff(environment, patience);
    const planned = await this.#plan();
    this.#place.faults = faults ?? (() => undefined);
    try {
      return await deploy({ project, environment, ref: 'main', clients, who: 'tester', planned, ...options });
    } finally {
      this.#place.faults = () => undefined;
      clients.close();
    }
  }

  /** Takes the artifact out of the bucket, so that a deploy has to store it. */
  async unstore(): Promise<void> {
    const { key } = this.#new.artifact;
    await this.#place.connection.s3.send(new DeleteObjectCommand({ Bucket: 'artifacts', Key: key }));
  }

  /** Which side the aliases give. */
  async served(): Promise<Served> {
    const live = await this.#live();
    if (live.every(({ sha256 }) => sha256 === this.#new.artifact.sha256)) return 'new';
    return live.every(({ sha256 }) => sha256 === this.#old.artifact.sha256) ? 'old' : 'mixed';
  }

  /** The plan as it would be made now. */
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
    const { lambda } = this.#place.connection;
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
