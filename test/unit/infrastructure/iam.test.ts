import assert from 'node:assert/strict';
import { permissionsFor } from '../../integration/infrastructure/iam/permissions.js';
import {
  grantsOf,
  isAllowed,
  needs,
  type Permission,
  type Statement,
} from '../../integration/infrastructure/iam/policy.js';

const where = { region: 'us-east-1', account: '222222222222', keyArn: 'arn:aws:kms:::key/k' };
const table = 'arn:aws:dynamodb:us-east-1:222222222222:table/secrets';

/** The tests of the policies depend on this simulation, so it has its own test. */
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

  it('lets a Deny override every Allow', () => {
    const deny = allow({ Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' });
    assert.equal(isAllowed([allow(), deny], query()), false);
  });

  it('matches stars, question marks and either case of an action, and a dot only with a dot', () => {
    assert.equal(
      isAllowed([allow({ Action: 'DynamoDB:q*', Resource: 'arn:*:table/secre?s' })], query()),
      true,
    );
    const dotted = allow({ Resource: table.replace('secrets', 'secret.') });
    assert.equal(isAllowed([dotted], query()), false);
  });

  it('checks each value with ForAllValues, and allows a call without the key', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    const statements = [allow({ Condition })];
    const of = (...keys: string[]) => isAllowed(statements, query({ 'dynamodb:LeadingKeys': keys }));
    assert.deepEqual([of('a'), of('a', 'b'), of('a', 'c'), of('c')], [true, true, false, false]);
    assert.equal(isAllowed(statements, query()), true);
  });

  it('denies a call without the key of a StringEquals', () => {
    const statements = [allow({ Condition: { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } } })];
    assert.equal(isAllowed(statements, query()), false);
    assert.equal(isAllowed(statements, query({ 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] })), true);
    assert.equal(isAllowed(statements, query({ 'dynamodb:Select': ['COUNT'] })), false);
  });

  it('throws for an unknown condition', () => {
    const Condition = { NumericLessThan: { 'aws:Something': '1' } };
    assert.throws(() => isAllowed([allow({ Condition })], query()), /knows no condition NumericLessThan/);
  });

  it('finds each action, resource and value of a condition that no call needs', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    const grants = grantsOf([allow({ Action: ['dynamodb:Query', 'dynamodb:Scan'], Condition })]);
    const unused = grants.filter((grant) => !needs(query({ 'dynamodb:LeadingKeys': ['a'] }), grant));
    assert.deepEqual(
      unused.map(({ actions, condition }) => [actions, condition?.value]),
      [
        [['dynamodb:Scan'], undefined],
        [['dynamodb:Query', 'dynamodb:Scan'], 'b'],
      ],
    );
  });

  it('reads the partition and the requested attributes of a query', () => {
    const input = {
      TableName: 'secrets',
      Select: 'SPECIFIC_ATTRIBUTES',
      KeyConditionExpression: '#name = :name',
      ProjectionExpression: '#version',
      ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
      ExpressionAttributeValues: { ':name': { S: 'live/database/password' } },
    };
    assert.deepEqual(permissionsFor({ service: 'dynamodb', operation: 'Query', input }, where), [
      query({
        'dynamodb:LeadingKeys': ['live/database/password'],
        'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
        'dynamodb:Attributes': ['name', 'version'],
      }),
    ]);
  });

  it('throws for an unknown service', () => {
    const call = { service: 'iam', operation: 'CreateUser', input: {} };
    assert.throws(() => permissionsFor(call, where), /does not know what iam CreateUser needs/);
  });
});
