import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { describeAlias } from '../answers.js';
import type { Catalog } from '../catalog.js';
import {
  conflict,
  invalidParameter,
  parseInput,
  resourceNotFound,
  validation,
  verifyRevision,
} from '../errors.js';
import type { FunctionAlias, FunctionRecord } from '../model.js';
import { answer, bodyOf, type Call, type Operation, page, param } from './call.js';

const aliasInput = z.object({
  FunctionVersion: z
    .string()
    .regex(/^(\$LATEST|\d+)$/, 'Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+)'),
  Description: z.string().max(256, 'Member must have length less than or equal to 256').nullish(),
  RoutingConfig: z.object({ AdditionalVersionWeights: z.record(z.string(), z.number()).nullish() }).nullish(),
});

const createInput = aliasInput.extend({ Name: z.string() });

const updateInput = aliasInput.extend({
  FunctionVersion: aliasInput.shape.FunctionVersion.nullish(),
  RevisionId: z.string().nullish(),
});

export function aliasOperations(catalog: Catalog): Record<string, Operation> {
  return {
    CreateAlias: (call) => createAlias(catalog, call),
    GetAlias: (call) => getAlias(catalog, call),
    ListAliases: (call) => listAliases(catalog, call),
    UpdateAlias: (call) => updateAlias(catalog, call),
    DeleteAlias: (call) => deleteAlias(catalog, call),
  };
}

function createAlias(catalog: Catalog, call: Call) {
  const input = parseInput(createInput, bodyOf(call));
  if (!/^(?!^\d+$)[a-zA-Z0-9-_]{1,128}$/.test(input.Name)) {
    throw validation(
      input.Name,
      'name',
      'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
    );
  }
  const record = catalog.get(param(call, 'FunctionName'));
  if (record.aliases[input.Name] !== undefined) {
    throw conflict(`Alias already exists: ${catalog.arn(record.name, input.Name)}`);
  }
  const weights = input.RoutingConfig?.AdditionalVersionWeights ?? {};
  const alias: FunctionAlias = {
    name: input.Name,
    version: input.FunctionVersion,
    description: input.Description ?? '',
    weights,
    revisionId: randomUUID(),
  };
  return answer(call, 201, keep(catalog, record, alias));
}

function getAlias(catalog: Catalog, call: Call) {
  const { record, alias } = findAlias(catalog, call);
  return answer(
    call,
    200,
    describeAlias(record, alias, (name, by) => catalog.arn(name, by)),
  );
}

function listAliases(catalog: Catalog, call: Call) {
  const record = catalog.get(param(call, 'FunctionName'));
  const version = call.query.get('FunctionVersion');
  const all = Object.values(record.aliases)
    .filter((alias) => version === null || alias.version === version)
    .map((alias) => describeAlias(record, alias, (name, by) => catalog.arn(name, by)));
  const { items, ...rest } = page(call, all);
  return answer(call, 200, { Aliases: items, ...rest });
}

function updateAlias(catalog: Catalog, call: Call) {
  const input = parseInput(updateInput, bodyOf(call));
  const { record, alias } = findAlias(catalog, call);
  verifyRevision(input.RevisionId ?? undefined, alias.revisionId);
  const changed: FunctionAlias = {
    ...alias,
    version: input.FunctionVersion ?? alias.version,
    description: input.Description ?? alias.description,
    weights: input.RoutingConfig ? (input.RoutingConfig.AdditionalVersionWeights ?? {}) : alias.weights,
    revisionId: randomUUID(),
  };
  return answer(call, 200, keep(catalog, record, changed));
}

/** AWS answers 204 for a missing alias too. */
function deleteAlias(catalog: Catalog, call: Call) {
  const record = catalog.get(param(call, 'FunctionName'));
  delete record.aliases[param(call, 'Name')];
  catalog.save();
  return answer(call, 204);
}

function keep(catalog: Catalog, record: FunctionRecord, alias: FunctionAlias): Record<string, unknown> {
  verifyVersion(catalog, record, alias.version);
  verifyWeights(catalog, record, alias);
  record.aliases[alias.name] = alias;
  catalog.save();
  return describeAlias(record, alias, (name, by) => catalog.arn(name, by));
}

function findAlias(catalog: Catalog, call: Call): { record: FunctionRecord; alias: FunctionAlias } {
  const record = catalog.get(param(call, 'FunctionName'));
  const alias = record.aliases[param(call, 'Name')];
  if (alias === undefined) {
    throw resourceNotFound(`Cannot find alias arn: ${catalog.arn(record.name, param(call, 'Name'))}`);
  }
  return { record, alias };
}

function verifyVersion(catalog: Catalog, record: FunctionRecord, version: string): void {
  if (version === '$LATEST' || record.published.some((published) => published.version === version)) return;
  throw resourceNotFound(`Function not found: ${catalog.arn(record.name, version)}`);
}

function verifyWeights(catalog: Catalog, record: FunctionRecord, alias: FunctionAlias): void {
  const entries = Object.entries(alias.weights);
  if (entries.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  for (const [version, weight] of entries) {
    if (alias.version === '$LATEST' || version === '$LATEST') {
      throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
    }
    if (version === alias.version) {
      throw invalidParameter(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    }
    if (weight < 0 || weight > 1) {
      throw validation(
        weight,
        'routingConfig.additionalVersionWeights',
        'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
      );
    }
    verifyVersion(catalog, record, version);
  }
}
