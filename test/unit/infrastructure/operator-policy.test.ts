import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What IAM calls an operation of the SDK, where that is not its own name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  // Of API Gateway a policy names the method of HTTP.
  'api-gateway:GetResources': ['apigateway:GET'],
  'api-gateway:GetRestApis': ['apigateway:GET'],
  'api-gateway:GetStage': ['apigateway:GET'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
  'sts:GetCallerIdentity': [], // needs no permission
  'sts:AssumeRole': [], // of the role that `--arn` names
  // Its infrastructure is Terraform's.
  'dynamodb:CreateTable': [],
  'dynamodb:TagResource': [],
  // The modules make no cluster.
  'rds:DescribeDBClusters': [],
  'rds:ModifyDBCluster': [],
  // `sqs:StartMessageMoveTask` needs these of who starts it.
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

/** Rooms whose calls are made with a function's role, or by the stage with its own keys. */
const OTHERS = ['service', 'local'];

/** Not of an operator's environment: the stage's example queue. */
const STAGE_ONLY = new Set(['src/cli/local/bring-up.ts']);

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

/** Of imports and of clients that are loaded later: `{ XCommand } from '@aws-sdk/client-y'`. */
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
  const actions = policies.join('\n').replace(/^ *variable += .*$/gm, ''); // a condition's key is written like one
  return [
    ...new Set([...actions.matchAll(/"([a-z0-9]+:[A-Z]\w+)"/g)].map(([, action = '']) => action)),
  ].sort();
}
