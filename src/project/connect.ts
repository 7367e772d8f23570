import { createRequire } from 'node:module';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import { assumedRole } from './assume-role.js';
import { profileEndpoint } from './profile.js';
import type { Access, Environment, Project } from './types.js';

/** The AWS clients of an environment. Each is loaded and created at its first use. */
export interface Connection {
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly rds: RDSClient;
  readonly kms: KMSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly apiGateway: APIGatewayClient;
  readonly events: EventBridgeClient;
  /** Closes the clients. A second call does nothing. */
  close(): void;
}

/** A project, one environment of it, and that environment's AWS clients. */
export interface OpenEnvironment {
  readonly project: Project;
  readonly environment: Environment;
  readonly connection: Connection;
}

/** Loads a client package at its first use. The AWS SDK is CommonJS, so this is the same module as with `import`. */
const require = createRequire(import.meta.url);

const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
const REQUEST_TIMEOUT_MILLISECONDS = 60_000;
const ATTEMPTS = 5;

/**
 * Opens the AWS clients of an environment, with its region, endpoint and credentials. When the environment names a
 * profile file, uses no other credentials.
 *
 * @throws {UsageError} PROFILE_MISSING: the profile file, or the profile in it, does not exist
 * @example
 * const connection = connect(selectEnvironment(project, 'sandbox'));
 * await connection.lambda.send(new ListFunctionsCommand({}));
 * connection.close();
 */
export function connect(environment: Access): Connection {
  const settings = clientSettings(environment);
  const open = new Map<string, { destroy(): void }>();

  function client<Client extends { destroy(): void }>(name: string, create: () => Client): Client {
    const made = open.get(name) ?? create();
    open.set(name, made);
    return made as Client;
  }

  return {
    get lambda() {
      return client('lambda', () => {
        const sdk = require('@aws-sdk/client-lambda') as typeof import('@aws-sdk/client-lambda');
        return new sdk.LambdaClient(settings);
      });
    },
    get s3() {
      return client('s3', () => {
        const sdk = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
        return new sdk.S3Client({ ...settings, forcePathStyle: settings.endpoint !== undefined });
      });
    },
    get rds() {
      return client('rds', () => {
        const sdk = require('@aws-sdk/client-rds') as typeof import('@aws-sdk/client-rds');
        return new sdk.RDSClient(settings);
      });
    },
    get kms() {
      return client('kms', () => {
        const sdk = require('@aws-sdk/client-kms') as typeof import('@aws-sdk/client-kms');
        return new sdk.KMSClient(settings);
      });
    },
    get dynamodb() {
      return client('dynamodb', () => {
        const sdk = require('@aws-sdk/client-dynamodb') as typeof import('@aws-sdk/client-dynamodb');
        return new sdk.DynamoDBClient(settings);
      });
    },
    get sqs() {
      return client('sqs', () => {
        const sdk = require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
        return new sdk.SQSClient(settings);
      });
    },
    get sts() {
      return client('sts', () => {
        const sdk = require('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
        return new sdk.STSClient(settings);
      });
    },
    get logs() {
      return client('logs', () => {
        const sdk =
          require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs');
        return new sdk.CloudWatchLogsClient(settings);
      });
    },
    get cloudwatch() {
      return client('cloudwatch', () => {
        const sdk = require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch');
        return new sdk.CloudWatchClient(settings);
      });
    },
    get apiGateway() {
      return client('apiGateway', () => {
        const sdk = require('@aws-sdk/client-api-gateway') as typeof import('@aws-sdk/client-api-gateway');
        return new sdk.APIGatewayClient(settings);
      });
    },
    get events() {
      return client('events', () => {
        const sdk = require('@aws-sdk/client-eventbridge') as typeof import('@aws-sdk/client-eventbridge');
        return new sdk.EventBridgeClient(settings);
      });
    },
    close() {
      for (const made of open.values()) made.destroy();
      open.clear();
    },
  };
}

function clientSettings(environment: Access) {
  const settings = ownSettings(environment);
  const { role } = environment;
  return role === undefined ? settings : { ...settings, credentials: assumedRole(settings, role) };
}

function ownSettings(environment: Access) {
  const { region, endpoint = profileEndpoint(environment), profile } = environment;
  return {
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { credentials: profileCredentials(environment, profile) }),
  };
}

/** Passes the profile file as both files: otherwise the SDK would merge a profile of that name from its default files. */
function profileCredentials({ profileFile }: Access, profile: string) {
  const { fromIni } =
    require('@aws-sdk/credential-provider-ini') as typeof import('@aws-sdk/credential-provider-ini');
  if (profileFile === undefined) return fromIni({ profile });
  return fromIni({ profile, filepath: profileFile, configFilepath: profileFile, ignoreCache: true });
}
