import assert from 'node:assert/strict';
import { permissionsFor } from '../../integration/infrastructure/iam/permissions.js';
import {
  grantsOf,
  isAllowed,
  type Permission,
  type Statement,
  takes,
} from '../../integration/infrastructure/iam/policy.js';

const place = { region: 'us-east-1', account: '222222222222', keyArn: 'arn:aws:kms:::key/k' };
const table = 'arn:aws:dynamodb:us-east-1:222222222222:table/secrets';

/** What holds the policies has to be held itself. */
describe('the simulation of IAM', () => {
  const allow = (more: Partial<Statement> = {}): Statement => ({
    Sid: 'Some',
    Effect: 'Allow',
    Action: 'dynamodb:Query',
    Resource: table,
    ...more,
  });
  const query = (context: Permission['context'] = {}): Permission => ({
    action: 'dynamodb:Query',
    resource: table,
    context,
  });

  it('denies what nothing allows', () => {
    assert.equal(isAllowed([], query()), false);
    assert.equal(isAllowed([allow()], query()), true);
    assert.equal(isAllowed([allow({ Action: 'dynamodb:GetItem' })], query()), false);
    assert.equal(isAllowed([allow({ Resource: `${table}s` })], query()), false);
  });

  it('takes a Deny for more than any Allow', () => {
    const deny = allow({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' });
    assert.equal(isAllowed([allow(), deny], query()), false);
  });

  it('knows stars, question marks and either case of an action, and takes a dot for a dot', () => {
    assert.equal(
      isAllowed([allow({ Action: 'DynamoDB:q*', Resource: 'arn:*:table/secre?s' })], query()),
      true,
    );
    const dotted = allow({ Resource: table.replace('secrets', 'secret.') });
    assert.equal(isAllowed([dotted], query()), false);
  });

  it('asks each value of ForAllValues, and lets pass who does not speak of the key', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    const statements = [allow({ Condition })];
    const of = (...keys: string[]) => isAllowed(statements, query({ 'dynamodb:LeadingKeys': keys }));
    assert.deepEqual([of('a'), of('a', 'b'), of('a', 'c'), of('c')], [true, true, false, false]);
    assert.equal(isAllowed(statements, query()), true);
  });

  it('lets nobody pass by StringEquals who does not speak of the key', () => {
    const statements = [allow({ Condition: { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } } })];
    assert.equal(isAllowed(statements, query()), false);
    assert.equal(isAllowed(statements, query({ 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] })), true);
    assert.equal(isAllowed(statements, query({ 'dynamodb:Select': ['COUNT'] })), false);
  });

  it('throws at a condition that it does not know', () => {
    const Condition = { NumericLessThan: { 'aws:Something': '1' } };
    assert.throws(() => isAllowed([allow({ Condition })], query()), /knows no condition NumericLessThan/);
  });

  it('finds each action, resource and value of a condition that is to spare', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    const grants = grantsOf([allow({ Action: ['dynamodb:Query', 'dynamodb:Scan'], Condition })]);
    const spare = grants.filter((grant) => !takes(query({ 'dynamodb:LeadingKeys': ['a'] }), grant));
    assert.deepEqual(
      spare.map(({ actions, condition }) => [actions, condition?.value]),
      [
        [['dynamodb:Scan'], undefined],
        [['dynamodb:Query', 'dynamodb:Scan'], 'b'],
      ],
    );
  });

  it('reads of a query which partition it is about, and which attributes it asks for', () => {
    const input = {
      TableName: 'secrets',
      Select: 'SPECIFIC_ATTRIBUTES',
      KeyConditionExpression: '#name = :name',
      ProjectionExpression: '#version',
      ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
      ExpressionAttributeValues: { ':name': { S: 'live/database/password' } },
    };
    assert.deepEqual(permissionsFor({ service: 'dynamodb', operation: 'Query', input }, place), [
      query({
        'dynamodb:LeadingKeys': ['live/database/password'],
        'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
        'dynamodb:Attributes': ['name', 'version'],
      }),
    ]);
  });

  it('throws at a service that it does not know', () => {
    const call = { service: 'iam', operation: 'CreateUser', input: {} };
    assert.throws(() => permissionsFor(call, place), /does not know what iam CreateUser needs/);
  });
});
