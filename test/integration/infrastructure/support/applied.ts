import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { createCredstash, type Secret } from '../../../../src/credstash/index.js';
import { loadProject, type Project, type Route } from '../../../../src/project/index.js';
import { type Moto, startMoto } from './moto.js';
import { managed, type Resource } from './plan.js';
import { createWorkspace, findProviders, PROJECT, type Workspace } from './terraform.js';

export const SANDBOX = 'environments/sandbox';
export const LIVE = 'environments/live';

/** One composition of infrastructure/, with its own moto as AWS: moto gives two RDS instances the same id. */
export class Infrastructure {
  readonly moto: Moto;
  readonly workspace: Workspace;
  readonly project: Project;
  readonly folder: string;
  /** The resources that exist after `apply`. */
  resources: Resource[] = [];

  private constructor(moto: Moto, workspace: Workspace, project: Project, folder: string) {
    this.moto = moto;
    this.workspace = workspace;
    this.project = project;
    this.folder = folder;
  }

  static async start(folder: string): Promise<Infrastructure> {
    const project = await loadProject(join(PROJECT, 'superbowleto.yml'));
    const moto = await startMoto();
    const workspace = await createWorkspace(moto.endpoint);
    await workspace.succeed(folder, 'init', `-plugin-dir=${findProviders()}`);
    return new Infrastructure(moto, workspace, project, folder);
  }

  /** Options for a client of the AWS SDK. */
  get client() {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return { endpoint: this.moto.endpoint, region: 'us-east-1', credentials };
  }

  async apply(): Promise<void> {
    await this.workspace.succeed(this.folder, 'apply', '-auto-approve');
    this.resources = managed(JSON.parse(await this.workspace.succeed(this.folder, 'show', '-json')));
  }

  async planned(...args: string[]): Promise<Resource[]> {
    await this.workspace.succeed(this.folder, 'plan', '-out=test.tfplan', ...args);
    return managed(JSON.parse(await this.workspace.succeed(this.folder, 'show', '-json', 'test.tfplan')));
  }

  /** Returns what `terraform output -json` prints. */
  outputs(): Promise<string> {
    return this.workspace.succeed(this.folder, 'output', '-json');
  }

  async assertNoChanges(): Promise<void> {
    const { code, output } = await this.workspace.run(this.folder, 'plan', '-detailed-exitcode');
    assert.equal(code, 0, output);
  }

  /** Returns the passwords in requests to RDS. The first one is Terraform's. */
  passwords(): string[] {
    return this.moto
      .requests()
      .filter((body) => /Action=(Create|Modify)DBInstance/.test(body))
      .map((body) => new URLSearchParams(body))
      .flatMap((request) => request.get('MasterUserPassword') ?? []);
  }

  /** Returns every version of every secret in the credstash of sandbox. */
  async secrets(): Promise<Secret[]> {
    const [kms, dynamodb] = [new KMSClient(this.client), new DynamoDBClient(this.client)];
    const store = { table: 'sandbox-credstash', key: 'alias/sandbox-credstash' };
    const credstash = createCredstash({ kms, dynamodb, ...store });
    const all = await credstash.list();
    const secrets = all.map(({ name, version }) => credstash.read(name, { version }));
    return await Promise.all(secrets).finally(() => {
      kms.destroy();
      dynamodb.destroy();
    });
  }

  routes(): Route[] {
    return Object.values(this.project.functions).flatMap(({ trigger }) =>
      trigger.type === 'routes' ? [...trigger.routes] : [],
    );
  }

  async stop(): Promise<void> {
    await this.workspace.remove();
    await this.moto.stop();
  }
}
