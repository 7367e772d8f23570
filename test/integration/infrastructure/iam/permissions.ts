import type { Permission } from './policy.js';

/** A call as the SDK takes it. */
export interface AwsCall {
  /** `dynamodb` */
  readonly service: string;
  /** `Query` */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Where the calls are made, for the ARNs. */
export interface Account {
  readonly region: string;
  readonly account: string;
  /** Of the only key. */
  readonly keyArn: string;
}

/** What AWS wants to be allowed for a call. @throws Error of a call that it does not know */
export function permissionsFor(call: AwsCall, place: Account): Permission[] {
  const describe = SERVICES[call.service];
  if (!describe) throw new Error(`the test does not know what ${call.service} ${call.operation} needs`);
  return describe(call, place).map((permission) => ({ resource: '*', context: {}, ...permission }));
}

type Described = Partial<Permission> & Pick<Permission, 'action'>;
type Describe = (call: AwsCall, place: Account) => Described[];

const arn = ({ region, account }: Account, service: string, name: string) =>
  `arn:aws:${service}:${region}:${account}:${name}`;

const SERVICES: Readonly<Record<string, Describe>> = {
  sts: () => [], // GetCallerIdentity needs none

  dynamodb: ({ operation, input }, place) => {
    const table = arn(place, 'dynamodb', `table/${input.TableName}`);
    return [{ action: `dynamodb:${operation}`, resource: table, context: itemsOf(input) }];
  },

  kms: ({ operation }, { keyArn }) => [{ action: `kms:${operation}`, resource: keyArn }],

  rds: ({ operation, input }, place) => [
    { action: `rds:${operation}`, resource: arn(place, 'rds', `db:${input.DBInstanceIdentifier}`) },
  ],

  sqs: ({ operation, input }, place) => {
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
    return [{ action: `sqs:${operation}`, resource: arn(place, 'sqs', name ?? '') }];
  },

  lambda: ({ operation, input }, place) => {
    if (operation === 'ListEventSourceMappings') return [{ action: `lambda:${operation}` }];
    const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
    const qualifier = input.Qualifier === undefined ? '' : `:${input.Qualifier}`;
    return [{ action, resource: arn(place, 'lambda', `function:${input.FunctionName}${qualifier}`) }];
  },

  s3: ({ operation, input }) => {
    const bucket = `arn:aws:s3:::${input.Bucket}`;
    const resource = input.Key === undefined ? bucket : `${bucket}/${input.Key}`;
    return [{ action: `s3:${S3_ACTIONS[operation] ?? operation}`, resource }];
  },

  logs: ({ operation, input }, place) => [
    { action: `logs:${operation}`, resource: arn(place, 'logs', `log-group:${input.logGroupName}:*`) },
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

  events: ({ operation, input }, place) => [
    { action: `events:${operation}`, resource: arn(place, 'events', `rule/${input.Rule ?? input.Name}`) },
  ],

  cloudwatch: ({ operation, input }) => {
    const namespace =
      input.Namespace === undefined ? [] : [['cloudwatch:namespace', [String(input.Namespace)]]];
    return [{ action: `cloudwatch:${operation}`, context: Object.fromEntries(namespace) }];
  },
};

/** What IAM calls an operation, where that is not its own name. */
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

/** Which partition of a table a call is about, and which attributes it asks for. */
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
