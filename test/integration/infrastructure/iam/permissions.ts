import type { Permission } from './policy.js';

/** A call, as the SDK gets it. */
export interface AwsCall {
  /** `dynamodb` */
  readonly service: string;
  /** `Query` */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The region, account and key of the calls, for the ARNs. */
export interface Account {
  readonly region: string;
  readonly account: string;
  /** The account has one key. */
  readonly keyArn: string;
}

/** Returns the permissions that a call needs. @throws Error for a service or path that is not listed here */
export function permissionsFor(call: AwsCall, where: Account): Permission[] {
  const describe = SERVICES[call.service];
  if (!describe) throw new Error(`the test does not know what ${call.service} ${call.operation} needs`);
  return describe(call, where).map((permission) => ({ resource: '*', context: {}, ...permission }));
}

type Described = Partial<Permission> & Pick<Permission, 'action'>;
type Describe = (call: AwsCall, where: Account) => Described[];

const arn = ({ region, account }: Account, service: string, name: string) =>
  `arn:aws:${service}:${region}:${account}:${name}`;

const SERVICES: Readonly<Record<string, Describe>> = {
  sts: () => [], // GetCallerIdentity needs no permission

  dynamodb: ({ operation, input }, where) => {
    const table = arn(where, 'dynamodb', `table/${input.TableName}`);
    return [{ action: `dynamodb:${operation}`, resource: table, context: itemsOf(input) }];
  },

  kms: ({ operation }, { keyArn }) => [{ action: `kms:${operation}`, resource: keyArn }],

  rds: ({ operation, input }, where) => [
    { action: `rds:${operation}`, resource: arn(where, 'rds', `db:${input.DBInstanceIdentifier}`) },
  ],

  sqs: ({ operation, input }, where) => {
    if (operation === 'StartMessageMoveTask') {
      const [from, to] = [String(input.SourceArn), String(input.DestinationArn)];
      const taken = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage'];
      return [
        ...taken.map((name) => ({ action: `sqs:${name}`, resource: from })),
        { action: 'sqs:SendMessage', resource: to },
      ];
    }
    const name = String(input.QueueName ?? input.QueueUrl ?? input.SourceArn)
      .split(/[/:]/)
      .at(-1);
    return [{ action: `sqs:${operation}`, resource: arn(where, 'sqs', name ?? '') }];
  },

  lambda: ({ operation, input }, where) => {
    if (operation === 'ListEventSourceMappings') return [{ action: `lambda:${operation}` }];
    const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
    const qualifier = input.Qualifier === undefined ? '' : `:${input.Qualifier}`;
    return [{ action, resource: arn(where, 'lambda', `function:${input.FunctionName}${qualifier}`) }];
  },

  s3: ({ operation, input }) => {
    const bucket = `arn:aws:s3:::${input.Bucket}`;
    const resource = input.Key === undefined ? bucket : `${bucket}/${input.Key}`;
    return [{ action: `s3:${S3_ACTIONS[operation] ?? operation}`, resource }];
  },

  logs: ({ operation, input }, where) => [
    { action: `logs:${operation}`, resource: arn(where, 'logs', `log-group:${input.logGroupName}:*`) },
  ],

  apiGateway: ({ operation, input: { restApiId, stageName } }, { region }) => {
    const apis = `arn:aws:apigateway:${region}::/restapis`;
    const paths: Readonly<Record<string, string>> = {
      GetRestApis: apis,
      GetResources: `${apis}/${restApiId}/resources`,
      GetStage: `${apis}/${restApiId}/stages/${stageName}`,
    };
    const resource = paths[operation];
    if (!resource) throw new Error(`the test does not know what path ${operation} has`);
    return [{ action: 'apigateway:GET', resource }];
  },

  events: ({ operation, input }, where) => [
    { action: `events:${operation}`, resource: arn(where, 'events', `rule/${input.Rule ?? input.Name}`) },
  ],

  cloudwatch: ({ operation, input }) => {
    const namespace =
      input.Namespace === undefined ? [] : [['cloudwatch:namespace', [String(input.Namespace)]]];
    return [{ action: `cloudwatch:${operation}`, context: Object.fromEntries(namespace) }];
  },
};

/** Actions of IAM that differ from the name of the operation. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  HeadObject: 'GetObject',
};

interface ItemsInput {
  readonly Key?: Keyed;
  readonly Item?: Keyed;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Keyed;
  readonly ProjectionExpression?: string;
  readonly Select?: string;
  readonly KeyConditionExpression?: string;
}
type Keyed = Readonly<Record<string, { readonly S?: string }>>;

/** Returns the condition keys of a call to DynamoDB: its partition, and the attributes that it requests. */
function itemsOf(input: ItemsInput): Permission['context'] {
  const { Key, Item, ExpressionAttributeNames = {}, ProjectionExpression } = input;
  const [, , value = ''] = /(\S+) = (:\w+)/.exec(input.KeyConditionExpression ?? '') ?? [];
  const keys = Key ?? Item;
  const partition = (keys?.name ?? keys?.pk ?? input.ExpressionAttributeValues?.[value])?.S;
  return {
    ...(partition === undefined ? {} : { 'dynamodb:LeadingKeys': [partition] }),
    ...(input.Select === undefined ? {} : { 'dynamodb:Select': [input.Select] }),
    ...(ProjectionExpression ? { 'dynamodb:Attributes': Object.values(ExpressionAttributeNames) } : {}),
  };
}
