import { z } from 'zod';
import { AwsError, type ObjectReader } from '../../aws/service.js';
import { describeVersion } from '../answers.js';
import type { Catalog } from '../catalog.js';
import { beginChange, verifyChangeable } from '../changes.js';
import { type CodeStore, codeReference } from '../code-store.js';
import { conflict, invalidParameter, parseInput, resourceNotFound } from '../errors.js';
import type { FunctionRecord, FunctionVersion } from '../model.js';
import { parseFunctionName } from '../names.js';
import {
  changeSettings,
  defaultSettings,
  requiredSettings,
  settingsChange,
  verifySupported,
} from '../settings.js';
import { answer, bodyOf, type Call, type Operation, page, param } from './call.js';
import { publish } from './versions.js';

export interface FunctionServices {
  readonly catalog: Catalog;
  readonly code: CodeStore;
  readonly objects: ObjectReader;
  /** Ends idle environments that no version uses any longer. */
  retire(): void;
}

/** Bytes of the largest zip that a request may contain. */
const MAX_ZIP = 50 * 1024 * 1024;

const codeInput = z.object({
  ZipFile: z.string().nullish(),
  S3Bucket: z.string().nullish(),
  S3Key: z.string().nullish(),
  S3ObjectVersion: z.string().nullish(),
});

const createInput = z.object({
  FunctionName: z.string(),
  Code: codeInput,
  Publish: z.boolean().nullish(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).nullish(),
  Tags: z.record(z.string(), z.string()).nullish(),
});

const updateCodeInput = codeInput.extend({
  Publish: z.boolean().nullish(),
  DryRun: z.boolean().nullish(),
  RevisionId: z.string().nullish(),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).nullish(),
});

export function functionOperations(services: FunctionServices): Record<string, Operation> {
  return {
    CreateFunction: (call) => createFunction(services, call),
    ListFunctions: (call) => listFunctions(services, call),
    GetFunction: (call) => getFunction(services, call),
    GetFunctionConfiguration: (call) => getFunctionConfiguration(services, call),
    DeleteFunction: (call) => deleteFunction(services, call),
    UpdateFunctionCode: (call) => updateFunctionCode(services, call),
    UpdateFunctionConfiguration: (call) => updateFunctionConfiguration(services, call),
  };
}

async function createFunction(services: FunctionServices, call: Call) {
  const { catalog } = services;
  const body = bodyOf(call);
  verifySupported('CreateFunction', body);
  const input = parseInput(createInput, body);
  const required = parseInput(requiredSettings, body);
  const { name } = parseFunctionName(input.FunctionName);
  const settings = changeSettings(
    defaultSettings(name, required, input.Architectures ?? undefined),
    parseInput(settingsChange, body),
  );
  verifyNew(catalog, name);
  const code = await services.code.add(await readZip(services, input.Code));
  // Another call may have used the name while the code was read.
  verifyNew(catalog, name);
  const record: FunctionRecord = {
    name,
    latest: beginChange(catalog, { version: '$LATEST', settings, code, change: 'create' }),
    published: [],
    nextVersion: 1,
    aliases: {},
    tags: input.Tags ?? {},
    policies: {},
  };
  catalog.add(record);
  if (input.Publish) return answer(call, 201, describePublished(catalog, record, publish(catalog, record)));
  return answer(call, 201, describe(catalog, record));
}

function listFunctions({ catalog }: FunctionServices, call: Call) {
  const all = catalog.all().flatMap((record) => {
    const versions =
      call.query.get('FunctionVersion') === 'ALL' ? [record.latest, ...record.published] : [record.latest];
    return versions.map((version) =>
      describeVersion(record, version, {
        arn: (name, qualifier) => catalog.arn(name, qualifier),
        now: catalog.now(),
        ...(call.query.get('FunctionVersion') === 'ALL' && { qualifier: version.version }),
      }),
    );
  });
  const { items, ...rest } = page(call, all);
  return answer(call, 200, { Functions: items, ...rest });
}

function getFunction({ catalog }: FunctionServices, call: Call) {
  const target = catalog.resolve(param(call, 'FunctionName'), call.query.get('Qualifier') ?? undefined);
  const { record, version, qualifier } = target;
  return answer(call, 200, {
    Configuration: describeVersion(record, version, {
      arn: (name, by) => catalog.arn(name, by),
      now: catalog.now(),
      qualifier,
    }),
    // Without Location: the emulator keeps only the unpacked code.
    Code: { RepositoryType: 'S3' },
    ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
    ...(record.reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
    }),
  });
}

function getFunctionConfiguration({ catalog }: FunctionServices, call: Call) {
  const target = catalog.resolve(param(call, 'FunctionName'), call.query.get('Qualifier') ?? undefined);
  return answer(
    call,
    200,
    describeVersion(target.record, target.version, {
      arn: (name, by) => catalog.arn(name, by),
      now: catalog.now(),
      qualifier: target.qualifier,
    }),
  );
}

function deleteFunction({ catalog, retire }: FunctionServices, call: Call) {
  const parsed = parseFunctionName(param(call, 'FunctionName'));
  const qualifier = call.query.get('Qualifier') ?? parsed.qualifier;
  const record = catalog.get(parsed.name);
  if (qualifier === undefined) catalog.remove(record.name);
  else deleteVersion(catalog, record, qualifier);
  retire();
  return answer(call, 204);
}

function deleteVersion(catalog: Catalog, record: FunctionRecord, version: string): void {
  if (version === '$LATEST')
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  const users = Object.values(record.aliases).filter(
    (alias) => alias.version === version || version in alias.weights,
  );
  if (users.length > 0) {
    throw conflict(
      `Version ${version} is being used by the following aliases: [${users.map((alias) => alias.name).join(', ')}]`,
    );
  }
  if (!record.published.some((published) => published.version === version)) {
    throw resourceNotFound(`Function not found: ${catalog.arn(record.name, version)}`);
  }
  record.published = record.published.filter((published) => published.version !== version);
  catalog.save();
}

async function updateFunctionCode(services: FunctionServices, call: Call) {
  const { catalog } = services;
  const input = parseInput(updateCodeInput, bodyOf(call));
  const record = catalog.get(param(call, 'FunctionName'));
  verifyChangeable(catalog, record, input.RevisionId);
  const zip = await readZip(services, input);
  const architectures = input.Architectures ?? record.latest.settings.Architectures;
  const settings = { ...record.latest.settings, Architectures: architectures };
  if (input.DryRun) {
    const version = { ...record.latest, settings, code: codeReference(zip) };
    return answer(call, 200, describe(catalog, { ...record, latest: version }));
  }
  const code = await services.code.add(zip);
  // Another update may have started while the code was read.
  verifyChangeable(catalog, record, input.RevisionId);
  record.latest = beginChange(catalog, { version: '$LATEST', settings, code, change: 'update' });
  catalog.save();
  services.retire();
  if (input.Publish) return answer(call, 200, describePublished(catalog, record, publish(catalog, record)));
  return answer(call, 200, describe(catalog, record));
}

function updateFunctionConfiguration(services: FunctionServices, call: Call) {
  const { catalog } = services;
  const body = bodyOf(call);
  verifySupported('UpdateFunctionConfiguration', body);
  const input = parseInput(settingsChange.extend({ RevisionId: z.string().nullish() }), body);
  const record = catalog.get(param(call, 'FunctionName'));
  verifyChangeable(catalog, record, input.RevisionId);
  const settings = changeSettings(record.latest.settings, input);
  record.latest = beginChange(catalog, {
    version: '$LATEST',
    settings,
    code: record.latest.code,
    change: 'update',
  });
  catalog.save();
  services.retire();
  return answer(call, 200, describe(catalog, record));
}

function describe(catalog: Catalog, record: FunctionRecord): Record<string, unknown> {
  return describeVersion(record, record.latest, {
    arn: (name, qualifier) => catalog.arn(name, qualifier),
    now: catalog.now(),
  });
}

function describePublished(
  catalog: Catalog,
  record: FunctionRecord,
  version: FunctionVersion,
): Record<string, unknown> {
  return describeVersion(record, version, {
    arn: (name, qualifier) => catalog.arn(name, qualifier),
    now: catalog.now(),
    qualifier: version.version,
  });
}

function verifyNew(catalog: Catalog, name: string): void {
  if (catalog.find(name) !== undefined) throw conflict(`Function already exist: ${name}`);
}

async function readZip(services: FunctionServices, input: z.infer<typeof codeInput>): Promise<Buffer> {
  if (input.ZipFile) {
    const zip = Buffer.from(input.ZipFile, 'base64');
    if (zip.length <= MAX_ZIP) return zip;
    throw new AwsError('RequestTooLargeException', 413, `Zipped size must be smaller than ${MAX_ZIP} bytes`);
  }
  if (!input.S3Bucket || !input.S3Key) {
    throw invalidParameter('Please provide a source for function code.');
  }
  try {
    return await services.objects.read(input.S3Bucket, input.S3Key, input.S3ObjectVersion ?? undefined);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}
