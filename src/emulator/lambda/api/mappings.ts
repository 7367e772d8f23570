import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { notSupported } from '../../aws/service.js';
import type { Catalog } from '../catalog.js';
import { conflict, invalidParameter, parseInput, resourceNotFound } from '../errors.js';
import { mappingArn, mappingState, type QueueMapping } from '../queues/mapping.js';
import type { Mappings } from '../queues/mappings.js';
import { answer, bodyOf, type Call, type Operation, page, param } from './call.js';

const settings = z.object({
  FunctionName: z.string().nullish(),
  Enabled: z.boolean().nullish(),
  BatchSize: z
    .number()
    .int()
    .min(1, 'Member must have value greater than or equal to 1')
    .max(10_000, 'Member must have value less than or equal to 10000')
    .nullish(),
  MaximumBatchingWindowInSeconds: z
    .number()
    .int()
    .min(0, 'Member must have value greater than or equal to 0')
    .max(300, 'Member must have value less than or equal to 300')
    .nullish(),
  FunctionResponseTypes: z
    .array(
      z.enum(['ReportBatchItemFailures'], 'Member must satisfy enum value set: [ReportBatchItemFailures]'),
    )
    .nullish(),
  ScalingConfig: z
    .object({
      MaximumConcurrency: z
        .number()
        .int()
        .min(2, 'Member must have value greater than or equal to 2')
        .max(1000, 'Member must have value less than or equal to 1000')
        .nullish(),
    })
    .nullish(),
});

const createInput = settings.extend({ EventSourceArn: z.string(), FunctionName: z.string() });

type Settings = z.infer<typeof settings>;

/** Members that would have no effect here. */
const UNSUPPORTED = [
  'FilterCriteria',
  'DestinationConfig',
  'KMSKeyArn',
  'MetricsConfig',
  'ProvisionedPollerConfig',
];

export function mappingOperations(catalog: Catalog, mappings: Mappings): Record<string, Operation> {
  return {
    CreateEventSourceMapping: (call) => createMapping(catalog, mappings, call),
    GetEventSourceMapping: (call) => answer(call, 200, describe(mappings, findMapping(mappings, call))),
    ListEventSourceMappings: (call) => listMappings(catalog, mappings, call),
    UpdateEventSourceMapping: (call) => updateMapping(catalog, mappings, call),
    DeleteEventSourceMapping: (call) => deleteMapping(mappings, call),
  };
}

function createMapping(catalog: Catalog, mappings: Mappings, call: Call) {
  const body = bodyOf(call);
  verifySupported('CreateEventSourceMapping', body);
  const input = parseInput(createInput, body);
  if (!/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9_.-]+$/.test(input.EventSourceArn)) {
    throw notSupported('Lambda', `CreateEventSourceMapping of ${input.EventSourceArn} (queues only)`);
  }
  const functionArn = targetArn(catalog, input.FunctionName);
  const existing = mappings
    .all()
    .find((mapping) => mapping.queueArn === input.EventSourceArn && mapping.functionArn === functionArn);
  if (existing !== undefined) {
    throw conflict(
      `The event source arn (" ${input.EventSourceArn} ") and function (" ${input.FunctionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${existing.uuid}`,
    );
  }
  const now = catalog.now();
  const mapping = change(
    {
      uuid: randomUUID(),
      queueArn: input.EventSourceArn,
      functionArn,
      batchSize: 10,
      window: 0,
      reportsFailures: false,
      maximumConcurrency: undefined,
      enabled: true,
      change: 'Creating',
      changedAt: now,
      readyAt: now + catalog.transition,
    },
    input,
  );
  mappings.put(mapping);
  return answer(call, 202, describe(mappings, mapping));
}

function updateMapping(catalog: Catalog, mappings: Mappings, call: Call) {
  const body = bodyOf(call);
  verifySupported('UpdateEventSourceMapping', body);
  const input = parseInput(settings, body);
  const mapping = findMapping(mappings, call);
  const now = catalog.now();
  const isEnabled = input.Enabled ?? mapping.enabled;
  const switching = isEnabled ? ('Enabling' as const) : ('Disabling' as const);
  const changed = change(
    {
      ...mapping,
      functionArn: input.FunctionName ? targetArn(catalog, input.FunctionName) : mapping.functionArn,
      change: isEnabled === mapping.enabled ? 'Updating' : switching,
      changedAt: now,
      readyAt: now + catalog.transition,
    },
    input,
  );
  mappings.put(changed);
  return answer(call, 202, describe(mappings, changed));
}

function deleteMapping(mappings: Mappings, call: Call) {
  const mapping = findMapping(mappings, call);
  mappings.remove(mapping.uuid);
  return answer(call, 202, { ...describe(mappings, mapping), State: 'Deleting' });
}

function listMappings(catalog: Catalog, mappings: Mappings, call: Call) {
  const functionName = call.query.get('FunctionName');
  const queueArn = call.query.get('EventSourceArn');
  const arn = functionName === null ? undefined : targetArn(catalog, functionName);
  const found = mappings
    .all()
    .filter((mapping) => arn === undefined || mapping.functionArn === arn)
    .filter((mapping) => queueArn === null || mapping.queueArn === queueArn)
    .map((mapping) => describe(mappings, mapping));
  const { items, ...rest } = page(call, found);
  return answer(call, 200, { EventSourceMappings: items, ...rest });
}

function change(mapping: QueueMapping, input: Settings): QueueMapping {
  const changed: QueueMapping = {
    ...mapping,
    batchSize: input.BatchSize ?? mapping.batchSize,
    window: input.MaximumBatchingWindowInSeconds ?? mapping.window,
    reportsFailures: input.FunctionResponseTypes
      ? input.FunctionResponseTypes.includes('ReportBatchItemFailures')
      : mapping.reportsFailures,
    maximumConcurrency: input.ScalingConfig
      ? (input.ScalingConfig.MaximumConcurrency ?? undefined)
      : mapping.maximumConcurrency,
    enabled: input.Enabled ?? mapping.enabled,
  };
  if (changed.batchSize > 10 && changed.window === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return changed;
}

/** Returns the ARN of a function, with the caller's qualifier. Throws AwsError ResourceNotFoundException. */
function targetArn(catalog: Catalog, functionName: string): string {
  return catalog.resolve(functionName).arn;
}

function findMapping(mappings: Mappings, call: Call): QueueMapping {
  const mapping = mappings.find(param(call, 'UUID'));
  if (mapping === undefined) throw resourceNotFound('The resource you requested does not exist.');
  return mapping;
}

function verifySupported(operation: string, body: Record<string, unknown>): void {
  const asked = UNSUPPORTED.find((member) => Object.keys(body[member] ?? {}).length > 0);
  if (asked !== undefined) throw notSupported('Lambda', `${operation} with ${asked}`);
}

function describe(mappings: Mappings, mapping: QueueMapping): Record<string, unknown> {
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mappingArn(mapping, mappings.context),
    EventSourceArn: mapping.queueArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.window,
    FunctionResponseTypes: mapping.reportsFailures ? ['ReportBatchItemFailures'] : [],
    ScalingConfig:
      mapping.maximumConcurrency === undefined
        ? undefined
        : { MaximumConcurrency: mapping.maximumConcurrency },
    State: mappingState(mapping, mappings.context.clock.now().getTime()),
    StateTransitionReason: 'USER_INITIATED',
    // Epoch seconds, as in Lambda's JSON.
    LastModified: mapping.changedAt / 1000,
  };
}
