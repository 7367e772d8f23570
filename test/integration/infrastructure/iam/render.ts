import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, findProviders } from '../support/terraform.js';
import { type Statement, statementsOf } from './policy.js';

/** The policies of one environment: of functions by name, and of people and CI by role. */
export interface Policies {
  readonly functions: Readonly<Record<string, readonly Statement[]>>;
  readonly roles: Readonly<Record<string, readonly Statement[]>>;
  /** The JSON that AWS gets. */
  readonly documents: Readonly<Record<string, string>>;
}

export interface RenderOptions {
  /** Endpoint of AWS. Terraform asks it only for the identity of the keys. */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
  readonly environment: string;
  /** Absolute path of the superbowleto.yml. */
  readonly project: string;
  /** Attributes that only AWS can set, by the address of the resource. */
  readonly made: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A queue of another account that an operator allows a tenant. */
export const PARTNER_QUEUE = 'arn:aws:sqs:us-east-1:999999999999:partner';

const MODULE = 'modules/environment';

/** Reads the policies from a plan of Terraform. Applies nothing. */
export async function renderPolicies(options: RenderOptions): Promise<Policies> {
  const workspace = await createWorkspace(options.endpoint);
  try {
    const tests = join(workspace.folder, MODULE, 'tests');
    rmSync(tests, { recursive: true });
    writeFileSync(join(workspace.folder, MODULE, 'policies.tftest.hcl'), testFile(options));
    await workspace.succeed(MODULE, 'init', `-plugin-dir=${findProviders()}`);
    return policiesOf(await workspace.succeed(MODULE, 'test', '-json', '-verbose'));
  } finally {
    await workspace.remove();
  }
}

function testFile({ credentials, region, environment, project, made }: RenderOptions): string {
  const overrides = Object.entries(made).map(
    ([target, values]) => `
override_resource {
  target          = ${target}
  override_during = plan
  values          = ${JSON.stringify(values)}
}`,
  );
  return `
provider "aws" {
  region     = "${region}"
  access_key = "${credentials.accessKeyId}"
  secret_key = "${credentials.secretAccessKey}"
}
${overrides.join('\n')}

variables {
  name           = "${environment}"
  project        = yamldecode(file("${project}"))
  network_cidr   = "10.21.0.0/16"
  operator_cidrs = []
  log_days       = 30
  throttle       = { rate = 20, burst = 40 }
  key_throttle   = { rate = 10, burst = 20 }
  quota          = 1000
  monthly_budget = 100
  database       = { class = "db.t4g.micro", multi_az = false, storage = 20, max_storage = 50, backup_days = 7, connections = 60 }
  owner_queue_arns = ["${PARTNER_QUEUE}"]
  banks          = { bradesco_url = "https://bank.example", boleto_api_url = "https://gateway.example" }
}

run "policies" {
  command = plan
}
`;
}

interface Change {
  readonly module_address?: string;
  readonly type: string;
  readonly index?: string;
  readonly change: { readonly after: { readonly policy?: string } | null };
}

function policiesOf(output: string): Policies {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const changes = lines.flatMap((line) => {
    const { test_plan: plan } = JSON.parse(line) as { test_plan?: { resource_changes: Change[] } };
    return plan?.resource_changes ?? [];
  });
  const documents = (module: string, type: string) =>
    Object.fromEntries(
      changes
        .filter((one) => one.module_address === module && one.type === type)
        .map(({ index = '', change }) => [index, documentOf(index, change)]),
    );
  const functions = documents('module.application', 'aws_iam_role_policy');
  const roles = documents('module.deployment', 'aws_iam_policy');
  return { functions: parsed(functions), roles: parsed(roles), documents: { ...functions, ...roles } };
}

function documentOf(name: string, { after }: Change['change']): string {
  if (after?.policy) return after.policy;
  throw new Error(`the plan does not show the policy of ${name}: name what it depends on in made`);
}

function parsed(documents: Readonly<Record<string, string>>): Policies['functions'] {
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [name, statementsOf(document)]),
  );
}
