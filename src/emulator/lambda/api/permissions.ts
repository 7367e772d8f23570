import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Catalog } from '../catalog.js';
import { conflict, parseInput, resourceNotFound, verifyRevision } from '../errors.js';
import type { PermissionStatement } from '../model.js';
import { answer, bodyOf, type Call, type Operation, param } from './call.js';

const addInput = z.object({
  StatementId: z
    .string()
    .regex(/^[a-zA-Z0-9-_]{1,100}$/, 'Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)'),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().nullish(),
  SourceAccount: z.string().nullish(),
  RevisionId: z.string().nullish(),
});

/** Keeps and returns the resource policy of a function. It grants nothing: the emulator has only one access key. */
export function permissionOperations(catalog: Catalog): Record<string, Operation> {
  return {
    AddPermission: (call) => addPermission(catalog, call),
    GetPolicy: (call) => getPolicy(catalog, call),
    RemovePermission: (call) => removePermission(catalog, call),
  };
}

function addPermission(catalog: Catalog, call: Call) {
  const input = parseInput(addInput, bodyOf(call));
  const { record, key, policy } = policyOf(catalog, call);
  verifyRevision(input.RevisionId ?? undefined, policy.revisionId);
  if (policy.statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw conflict(
      `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const conditions = {
    ...(input.SourceAccount && { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
    ...(input.SourceArn && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
  const statement: PermissionStatement = {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: input.Principal.endsWith('.amazonaws.com')
      ? { Service: input.Principal }
      : { AWS: input.Principal },
    Action: input.Action,
    Resource: catalog.arn(record.name, key || undefined),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
  record.policies[key] = { revisionId: randomUUID(), statements: [...policy.statements, statement] };
  catalog.save();
  return answer(call, 201, { Statement: JSON.stringify(statement) });
}

function getPolicy(catalog: Catalog, call: Call) {
  const { policy } = policyOf(catalog, call);
  if (policy.statements.length === 0) throw resourceNotFound('The resource you requested does not exist.');
  return answer(call, 200, {
    Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: policy.statements }),
    RevisionId: policy.revisionId,
  });
}

function removePermission(catalog: Catalog, call: Call) {
  const { record, key, policy } = policyOf(catalog, call);
  const id = param(call, 'StatementId');
  const rest = policy.statements.filter(({ Sid }) => Sid !== id);
  if (rest.length === policy.statements.length) {
    throw resourceNotFound(`Statement ${id} is not found in resource policy.`);
  }
  verifyRevision(call.query.get('RevisionId') ?? undefined, policy.revisionId);
  record.policies[key] = { revisionId: randomUUID(), statements: rest };
  catalog.save();
  return answer(call, 204);
}

function policyOf(catalog: Catalog, call: Call) {
  const { record, qualifier } = catalog.resolve(
    param(call, 'FunctionName'),
    call.query.get('Qualifier') ?? undefined,
  );
  const key = qualifier ?? '';
  return { record, key, policy: record.policies[key] ?? { revisionId: '', statements: [] } };
}
