import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiGatewayAdministration, ApiGatewayService } from '../emulator/apigateway/index.js';
import type { AwsService, EmulatorContext } from '../emulator/aws/service.js';
import { CloudWatchService } from '../emulator/cloudwatch/index.js';
import { DynamoDbService } from '../emulator/dynamodb/index.js';
import { EventsService } from '../emulator/events/index.js';
import { KmsService } from '../emulator/kms/index.js';
import { LambdaService } from '../emulator/lambda/index.js';
import { LogsService } from '../emulator/logs/index.js';
import type { Postgres } from '../emulator/postgres/index.js';
import type { ProcessGroups } from '../emulator/process-groups.js';
import { type Pace, RdsService } from '../emulator/rds/index.js';
import { S3Service } from '../emulator/s3/index.js';
import { SqsService } from '../emulator/sqs/index.js';
import { StsService } from '../emulator/sts/index.js';
import { createSimulators, type Simulators } from './simulators/index.js';

export interface Services {
  /** In the order of their making: one may call those before it, and has to stop before them. */
  readonly all: readonly AwsService[];
  readonly apiGateway: ApiGatewayService;
  readonly events: EventsService;
  readonly lambda: LambdaService;
  readonly simulators: Simulators;
}

export interface ServicesOptions {
  /** The stage's folder; each service gets one of its own below. */
  readonly directory: string;
  readonly context: Omit<EmulatorContext, 'directory'>;
  readonly postgres: Postgres;
  readonly processes: ProcessGroups;
  readonly rdsPace?: Pace;
}

/** Makes every service of the stage, and hands each the others that it works with. */
export async function createServices(options: ServicesOptions): Promise<Services> {
  const contextFor = (name: string): EmulatorContext => {
    const directory = join(options.directory, name);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return { ...options.context, directory };
  };
  const { postgres, processes, rdsPace } = options;
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
  const simulators = createSimulators(contextFor);
  const aws = [dynamoDb, kms, sts, rds, objects, queues, logs, cloudWatch, lambda, apiGateway, apis, events];
  return { all: [...Object.values(simulators), ...aws], apiGateway, events, lambda, simulators };
}
