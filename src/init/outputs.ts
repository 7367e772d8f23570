import { z } from 'zod';
import { UsageError } from '../errors.js';

const environment = z.strictObject({
  account: z.string(),
  region: z.string(),
  s3_bucket: z.string(),
  credstash: z.strictObject({ table: z.string(), key: z.string() }),
  operations_table: z.string(),
  database: z.strictObject({ instance: z.string(), name: z.string(), user: z.string() }),
});

const outputs = z.object({
  name: z.object({ value: z.string() }),
  environment: z.object({ value: environment }),
  project: z.object({ value: z.looseObject({ service: z.string() }) }),
});

/** The settings of an environment that Terraform knows, as superbowleto.yml writes them. */
export type EnvironmentSettings = z.infer<typeof environment>;

/** The outputs of one environment's Terraform configuration. */
export interface TerraformOutputs {
  /** The name of the environment. */
  readonly name: string;
  readonly environment: EnvironmentSettings;
  /** The settings that all environments share: service, build, deploy, functions, queues. */
  readonly project: Readonly<Record<string, unknown>> & { readonly service: string };
}

/**
 * Reads the output of `terraform output -json` in a folder of infrastructure/environments.
 *
 * @throws {UsageError} OUTPUTS_INVALID: not JSON, or an output is missing or has another shape
 * @example readOutputs(await readFile('outputs.json', 'utf8')).name // 'sandbox'
 */
export function readOutputs(text: string): TerraformOutputs {
  const parsed = outputs.safeParse(parseJson(text));
  if (!parsed.success) {
    const missing = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
    throw invalid(`lacks ${missing.join(', ')}, or has something else there`);
  }
  const { name, environment, project } = parsed.data;
  return { name: name.value, environment: environment.value, project: project.value };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('is no JSON');
  }
}

function invalid(what: string): UsageError {
  return new UsageError(
    'OUTPUTS_INVALID',
    `What was given ${what}. Give what \`terraform output -json\` prints in infrastructure/environments/<environment>, after terraform apply.`,
  );
}
