import assert from 'node:assert/strict';
import { ARN, FUNCTIONS, LambdaApi } from './lambda-api.js';

const TOO_LONG = 'x'.repeat(257);

describe("versions and aliases of the emulator's Lambda", () => {
  let lambda: LambdaApi;
  beforeEach(async () => {
    lambda = new LambdaApi();
    await lambda.create('f');
  });
  afterEach(() => lambda.stop());

  const publish = (body: object = {}) => lambda.call('POST', `${FUNCTIONS}/f/versions`, body);
  const create = (body: object) => lambda.call('POST', `${FUNCTIONS}/f/aliases`, body);
  const update = (body: object) => lambda.call('PUT', `${FUNCTIONS}/f/aliases/current`, body);
  const constraint = (value: string, member: string, text: string) => ({
    code: 'ValidationException',
    status: 400,
    message: `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`,
  });
  const invalid = (message: string) => ({ code: 'InvalidParameterValueException', status: 400, message });
  const weights = (AdditionalVersionWeights: object) => ({ RoutingConfig: { AdditionalVersionWeights } });

  it('are numbered, and the same again when nothing changed but the description', async () => {
    const [status, first] = await publish({ Description: 'the first' });
    assert.deepEqual([status, first.Version, first.FunctionArn], [201, '1', `${ARN}:1`]);
    assert.deepEqual([first.Description, first.State], ['the first', 'Pending']);
    assert.equal((await publish({ Description: 'another' }))[1].Version, '1');
    await lambda.call('PUT', `${FUNCTIONS}/f/configuration`, { Timeout: 9 });
    await lambda.settle();
    assert.equal((await publish())[1].Version, '2');
    assert.equal(await lambda.publish('other code'), '3');
  });

  it('are of the code and the revision that the caller expects', async () => {
    const { CodeSha256, RevisionId } = await lambda.get(`${FUNCTIONS}/f/configuration`);
    await assert.rejects(
      publish({ CodeSha256: 'other' }),
      invalid(
        `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      ),
    );
    await assert.rejects(publish({ RevisionId: 'other' }), { code: 'PreconditionFailedException' });
    await assert.rejects(
      publish({ Description: TOO_LONG }),
      constraint(TOO_LONG, 'description', 'Member must have length less than or equal to 256'),
    );
    assert.equal((await publish({ CodeSha256, RevisionId }))[1].Version, '1');
  });

  it('have aliases, which move', async () => {
    await lambda.publish('one');
    await lambda.publish('two');
    const [status, created] = await create({ Name: 'current', FunctionVersion: '1' });
    const { RevisionId, ...rest } = created;
    assert.equal(status, 201);
    assert.deepEqual(rest, {
      AliasArn: `${ARN}:current`,
      Name: 'current',
      FunctionVersion: '1',
      Description: '',
    });
    assert.deepEqual(await lambda.get(`${FUNCTIONS}/f/aliases/current`), created);
    await assert.rejects(update({ FunctionVersion: '2', RevisionId: 'other' }), {
      code: 'PreconditionFailedException',
    });
    const [, moved] = await update({
      FunctionVersion: '2',
      RevisionId,
      Description: 'new',
      ...weights({ 1: 0.5 }),
    });
    assert.deepEqual(
      [moved.FunctionVersion, moved.Description, moved.RoutingConfig],
      ['2', 'new', { AdditionalVersionWeights: { 1: 0.5 } }],
    );
    assert.notEqual(moved.RevisionId, RevisionId);
    const [ok, same] = await update({});
    assert.equal(ok, 200);
    assert.deepEqual(
      [same.FunctionVersion, same.Description, same.RoutingConfig],
      ['2', 'new', { AdditionalVersionWeights: { 1: 0.5 } }],
    );
    assert.equal((await update({ RoutingConfig: {} }))[1].RoutingConfig, undefined);
  });

  it('have aliases that are listed, also those of one version, and deleted', async () => {
    await lambda.publish('one');
    for (const [Name, FunctionVersion] of [
      ['a', '1'],
      ['b', '$LATEST'],
      ['c', '1'],
    ])
      await create({ Name, FunctionVersion });
    const names = async (query = '') =>
      (await lambda.get(`${FUNCTIONS}/f/aliases${query}`)).Aliases.map(({ Name }: { Name: string }) => Name);
    assert.deepEqual(await names(), ['a', 'b', 'c']);
    assert.deepEqual(await names('?FunctionVersion=1'), ['a', 'c']);
    for (let round = 0; round < 2; round++) {
      assert.equal((await lambda.call('DELETE', `${FUNCTIONS}/f/aliases/a`))[0], 204);
    }
    assert.deepEqual(await names(), ['b', 'c']);
    await assert.rejects(lambda.get(`${FUNCTIONS}/f/aliases/a`), {
      code: 'ResourceNotFoundException',
      message: `Cannot find alias arn: ${ARN}:a`,
    });
  });

  it('have no alias of a name or a version that cannot be one', async () => {
    await create({ Name: 'current', FunctionVersion: '$LATEST' });
    for (const Name of ['12', 'a b', '', 'x'.repeat(129)]) {
      await assert.rejects(
        create({ Name, FunctionVersion: '$LATEST' }),
        constraint(
          Name,
          'name',
          'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)',
        ),
      );
    }
    await assert.rejects(create({ Name: 'current', FunctionVersion: '$LATEST' }), {
      code: 'ResourceConflictException',
      message: `Alias already exists: ${ARN}:current`,
    });
    await assert.rejects(
      create({ Name: 'a', FunctionVersion: 'x' }),
      constraint(
        'x',
        'functionVersion',
        'Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+)',
      ),
    );
    await assert.rejects(
      create({ Name: 'a', FunctionVersion: '$LATEST', Description: TOO_LONG }),
      constraint(TOO_LONG, 'description', 'Member must have length less than or equal to 256'),
    );
    for (const FunctionVersion of ['7', '$LATEST']) {
      const made = create({ Name: 'a', FunctionVersion });
      if (FunctionVersion === '$LATEST') assert.equal((await made)[0], 201);
      else
        await assert.rejects(made, {
          code: 'ResourceNotFoundException',
          message: `Function not found: ${ARN}:7`,
        });
    }
  });

  it('share the calls of an alias, two of them at most', async () => {
    for (const text of ['one', 'two', 'three']) await lambda.publish(text);
    const alias = (FunctionVersion: string, shares: object) =>
      create({ Name: 'a', FunctionVersion, ...weights(shares) });
    await assert.rejects(
      alias('1', { 2: 0.1, 3: 0.1 }),
      invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
    );
    const latest = invalid('$LATEST is not supported for an alias pointing to more than 1 version');
    await assert.rejects(alias('$LATEST', { 1: 0.1 }), latest);
    await assert.rejects(alias('1', { $LATEST: 0.1 }), latest);
    await assert.rejects(
      alias('1', { 1: 0.1 }),
      invalid('Invalid function version 1. Function version 1 is already included in routing configuration.'),
    );
    for (const weight of [-0.1, 1.1]) {
      await assert.rejects(
        alias('1', { 2: weight }),
        constraint(
          String(weight),
          'routingConfig.additionalVersionWeights',
          'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
        ),
      );
    }
    await assert.rejects(alias('1', { 9: 0.1 }), { message: `Function not found: ${ARN}:9` });
    await alias('1', { 2: 0 });
    await lambda.call('PUT', `${FUNCTIONS}/f/aliases/a`, weights({ 2: 1 }));
  });
});
