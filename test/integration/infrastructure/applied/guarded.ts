import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Infrastructure } from '../support/applied.js';
import type { Resource } from '../support/plan.js';
import { PROJECT } from '../support/terraform.js';

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: unknown;
}

/** Checks rules that every resource of a type must follow, also a new one. */
export function isGuarded(infrastructure: () => Infrastructure): void {
  const all = (type: string) => infrastructure().resources.filter((resource) => resource.type === type);
  const statementsOf = (type: string) => all(type).flatMap(statements);

  it('has no wildcard in a policy without a comment', () => {
    const wide = [
      'aws_iam_policy',
      'aws_iam_role_policy',
      'aws_s3_bucket_policy',
      'aws_sqs_queue_policy',
      'aws_vpc_endpoint',
    ]
      .flatMap(statementsOf)
      .filter(({ Action, Resource = [] }) => [Action, Resource].flat().some((text) => text.includes('*')))
      .map(({ Sid = '(without a Sid)' }) => Sid);
    for (const known of ['JoinNetwork', 'OwnAccount', 'TlsOnly', 'SeeTriggers']) {
      assert.ok(wide.includes(known), known);
    }
    const explained = new Set(explainedStatements());
    assert.deepEqual(
      [...new Set(wide)].filter((sid) => !explained.has(sid)),
      [],
    );
  });

  it('refuses connections without TLS at every bucket and queue', () => {
    const guarded = ['aws_s3_bucket_policy', 'aws_sqs_queue_policy']
      .flatMap(statementsOf)
      .filter(
        ({ Effect, Condition }) =>
          Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
      )
      .flatMap(({ Resource = [] }) => Resource);
    const buckets = all('aws_s3_bucket').map(({ values }) => String(values.arn));
    const queues = all('aws_sqs_queue').map(({ values }) => String(values.arn));
    assert.deepEqual([buckets.length, queues.length], [1, 2]);
    const expected = [...buckets, ...buckets.map((arn) => `${arn}/*`), ...queues];
    assert.deepEqual(guarded.sort(), expected.sort());
  });

  it('keeps the logs of every function, the API and the database for 30 days', () => {
    const groups = all('aws_cloudwatch_log_group');
    for (const { values } of groups) assert.equal(values.retention_in_days, 30, String(values.name));
    const names = groups.map(({ values }) => values.name);
    const functions = all('aws_lambda_function').map(
      ({ values }) => `/aws/lambda/${String(values.function_name)}`,
    );
    const others = [
      '/aws/apigateway/sandbox-superbowleto/access',
      '/aws/rds/instance/sandbox-superbowleto/postgresql',
    ];
    assert.deepEqual(names.sort(), [...functions, ...others].sort());
  });

  it('has the same three tags on every resource that can have tags', () => {
    const tagged = infrastructure().resources.filter(({ values }) => 'tags_all' in values);
    assert.ok(tagged.length > 60, `only ${tagged.length}`);
    for (const { address, values } of tagged) {
      const { Name: _, ...tags } = values.tags_all as Record<string, string>;
      const expected = { environment: 'sandbox', 'managed-by': 'terraform', service: 'superbowleto' };
      assert.deepEqual(tags, expected, address);
    }
  });
}

function statements({ values }: Resource): Statement[] {
  const { Statement: found } = JSON.parse(String(values.policy)) as { Statement: Statement | Statement[] };
  return [found].flat();
}

/** Returns the Sids of the statements that have a comment above them or on one of their lines. */
function explainedStatements(): string[] {
  const modules = join(PROJECT, 'infrastructure/modules');
  return readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf'))
    .flatMap((file) => explainedIn(readFileSync(join(modules, file), 'utf8').split('\n')));
}

function explainedIn(lines: readonly string[]): string[] {
  return lines.flatMap((line, at) => {
    const sid = /^ +sid += "(\w+)"$/.exec(line)?.[1];
    if (!sid) return [];
    const start = lines.findLastIndex(
      (above, index) => index < at && /^ +(dynamic "statement"|statement) \{/.test(above),
    );
    const end = lines.findIndex((below, index) => index > at && /^ +\}$/.test(below));
    const words = [lines[start - 1], ...lines.slice(at, end)];
    return words.some((text) => text?.includes('# ')) ? [sid] : [];
  });
}
