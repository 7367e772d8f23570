import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** IAM's actions for an operation of the SDK, where the names differ. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  // A policy about API Gateway names the HTTP method.
  'api-gateway:GetResources': ['apigateway:GET'],
  'api-gateway:GetRestApis': ['apigateway:GET'],
  'api-gateway:GetStage': ['apigateway:GET'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  'sts:GetCallerIdentity': [], // needs no permission
  'sts:AssumeRole': [], // the role of `--arn` allows it
  // Terraform creates the tables.
  'dynamodb:CreateTable': [],
  'dynamodb:TagResource': [],
  // The modules create no cluster.
  'rds:DescribeDBClusters': [],
  'rds:ModifyDBCluster': [],
  // The caller of `sqs:StartMessageMoveTask` needs all of these.
  'sqs:StartMessageMoveTask': [
    'sqs:StartMessageMoveTask',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:SendMessage',
  ],
};

const SERVICES: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
};

/** Rooms whose calls use a function's role, or the stage's own keys. */
const OTHERS = ['service', 'local'];

/** A file that calls only the stage: it creates the queues of the example tenants. */
const STAGE_ONLY = new Set(['src/cli/local/tenants.ts']);

describe("an operator's policy", () => {
  it('allows what sbw calls, and nothing else', () => {
    assert.deepEqual(allowed(), called());
  });
});

function called(): string[] {
  const source = join(ROOT, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') && !OTHERS.includes(file.split('/')[0] ?? '') && !STAGE_ONLY.has(`src/${file}`),
  );
  const actions = files.flatMap((file) => callsOf(readFileSync(join(source, file), 'utf8')));
  return [...new Set(actions)].sort();
}

/**
 * Finds the calls in imports, also in those of clients that are loaded later: `{ XCommand } from '@aws-sdk/client-y'`.
 */
function callsOf(text: string): string[] {
  const found: string[] = [];
  for (const [, names = '', client = ''] of text.matchAll(
    /\{([^{}]*)\}\s*(?:from\s*|=\s*(?:await\s+import|require)\()'@aws-sdk\/client-([a-z0-9-]+)'/g,
  )) {
    const service = SERVICES[client] ?? client;
    for (const [, operation = ''] of names.matchAll(
      /(?<!type )\b(?:paginate)?([A-Z]\w+?)(?:Command)?(?=[,\s]|$)/g,
    )) {
      const isCall = new RegExp(`\\b(?:${operation}Command|paginate${operation})\\b`).test(names);
      if (!isCall) continue;
      const action = `${service}:${operation}`;
      found.push(...(ACTIONS[action] ?? [action]));
    }
  }
  return found;
}

function allowed(): string[] {
  const policies = ['reader.tf', 'policies.tf'].map((file) =>
    readFileSync(join(ROOT, 'infrastructure/modules/deployment', file), 'utf8'),
  );
  const actions = policies.join('\n').replace(/^ *variable += .*$/gm, ''); // a condition's key has the form of an action
  return [
    ...new Set([...actions.matchAll(/"([a-z0-9]+:[A-Z]\w+)"/g)].map(([, action = '']) => action)),
  ].sort();
}
