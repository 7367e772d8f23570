import { ApiGatewayAdministration, ApiGatewayService } from './apigateway/index.js';
import type { AwsService, EmulatorContext } from './aws/service.js';
import { CloudWatchService } from './cloudwatch/index.js';
import { DynamoDbService } from './dynamodb/index.js';
import { EventsService } from './events/index.js';
import { KmsService } from './kms/index.js';
import { LambdaService } from './lambda/index.js';
import { LogsService } from './logs/index.js';
import type { Postgres } from './postgres/index.js';
import type { ProcessGroups } from './process-groups.js';
import { type Pace, RdsService } from './rds/index.js';
import { S3Service } from './s3/index.js';
import { SqsService } from './sqs/index.js';
import { StsService } from './sts/index.js';

/** Returns the context of a service: its folder has the given name. */
export type ContextFor = (name: string) => EmulatorContext;

export interface Services {
  /** In the order of their creation: a service may call those before it, and must stop before them. */
  readonly all: readonly AwsService[];
  readonly apiGateway: ApiGatewayService;
  readonly events: EventsService;
  readonly lambda: LambdaService;
}

export interface ServicesOptions {
  readonly contextFor: ContextFor;
  readonly postgres: Postgres;
  readonly processes: ProcessGroups;
  readonly rdsPace?: Pace;
}

/**
 * Creates every service and gives each the others that it calls.
 *
 * @throws EmulatorError DYNALITE_MISSING
 */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const { contextFor, postgres, processes, rdsPace } = options;
  const server = { ...postgres, connect: () => postgres.connect() };
  const dynamoDb = await DynamoDbService.open(contextFor('dynamodb'));
  const kms = new KmsService(contextFor('kms'));
  const sts = new StsService(contextFor('sts'));
  const rds = new RdsService(contextFor('rds'), { server, ...(rdsPace ? { pace: rdsPace } : {}) });
  const objects = new S3Service(contextFor('s3'));
  const queues = new SqsService(contextFor('sqs'));
  const logs = new LogsService(contextFor('logs'));
  const cloudWatch = new CloudWatchService(contextFor('cloudwatch'));
  const { metrics } = cloudWatch;
  const lambda = new LambdaService(contextFor('lambda'), { objects, queues, logs, metrics, processes });
  const apiGateway = new ApiGatewayService(contextFor('apigateway'), { functions: lambda });
  const apis = new ApiGatewayAdministration(contextFor('apigateway'), apiGateway);
  const events = new EventsService(contextFor('events'), { functions: lambda });
  const all = [dynamoDb, kms, sts, rds, objects, queues, logs, cloudWatch, lambda, apiGateway, apis, events];
  return { all, apiGateway, events, lambda };
}
