import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog, chooseVersion, isChanging, revisionOf } from '../../../../src/emulator/lambda/catalog.js';
import { beginChange } from '../../../../src/emulator/lambda/changes.js';
import type { FunctionRecord, FunctionVersion } from '../../../../src/emulator/lambda/model.js';
import { defaultSettings } from '../../../../src/emulator/lambda/settings.js';
import { emulatorContext } from '../../../support/aws-request.js';
import { ManualClock } from '../../../support/manual-clock.js';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';

describe('Catalog', () => {
  let directory: string;
  let clock: ManualClock;
  let catalog: Catalog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'catalog-'));
    clock = new ManualClock();
    catalog = open();
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const open = () => new Catalog(emulatorContext(directory, { clock }), 100);

  function version(number: string): FunctionVersion {
    const required = {
      Runtime: 'nodejs20.x',
      Handler: 'a.b',
      Role: 'arn:aws:iam::000000000000:role/a',
    } as const;
    return beginChange(catalog, {
      version: number,
      settings: defaultSettings('f', required, undefined),
      code: { sha256: '', size: 1 },
      change: 'create',
    });
  }
  function add(name: string, more: Partial<FunctionRecord> = {}): FunctionRecord {
    const record: FunctionRecord = {
      name,
      latest: version('$LATEST'),
      published: [version('1'), version('2')],
      nextVersion: 3,
      aliases: {},
      tags: {},
      policies: {},
      ...more,
    };
    catalog.add(record);
    return record;
  }

  it('keeps functions on disk, sorted by name', () => {
    for (const name of ['b', 'c', 'a']) add(name);
    catalog.remove('c');
    catalog = open();
    assert.deepEqual(
      catalog.all().map(({ name }) => name),
      ['a', 'b'],
    );
    assert.equal(catalog.find('a')?.name, 'a');
    assert.equal(catalog.find('c'), undefined);
  });

  it('finds a function by its name or its ARN', () => {
    const record = add('f');
    for (const name of ['f', ARN, `${ARN}:current`]) assert.equal(catalog.get(name), record);
    assert.throws(() => catalog.get('g'), {
      code: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:g',
    });
  });

  it('resolves a name and a qualifier', () => {
    const alias = { name: 'current', version: '2', description: '', weights: {}, revisionId: '' };
    const record = add('f', { aliases: { current: alias } });
    for (const [name, qualifier, number, arn] of [
      ['f', undefined, '$LATEST', ARN],
      ['f', '$LATEST', '$LATEST', `${ARN}:$LATEST`],
      ['f:1', undefined, '1', `${ARN}:1`],
      ['f', '1', '1', `${ARN}:1`],
      ['f:current', undefined, '2', `${ARN}:current`],
      ['f:current', 'current', '2', `${ARN}:current`],
    ] as const) {
      const target = catalog.resolve(name, qualifier);
      assert.equal(target.record, record);
      assert.deepEqual([target.version.version, target.arn], [number, arn]);
    }
    assert.equal(catalog.resolve('f').qualifier, undefined);
    assert.equal(catalog.resolve('f:1').qualifier, '1');
  });

  it('sends calls of a weighted alias to the version that chance selects', () => {
    const alias = { name: 'current', version: '1', description: '', weights: { 2: 0.25 }, revisionId: '' };
    add('f', { aliases: { current: alias } });
    assert.equal(catalog.resolve('f:current', undefined, () => 0.24).version.version, '2');
    assert.equal(catalog.resolve('f:current', undefined, () => 0.25).version.version, '1');
  });

  it('refuses two different qualifiers', () => {
    add('f');
    assert.throws(() => catalog.resolve('f:1', '2'), {
      code: 'InvalidParameterValueException',
      status: 400,
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
  });

  it('does not resolve an unknown function, version or alias', () => {
    add('f');
    for (const [name, arn] of [
      ['f:3', `${ARN}:3`],
      ['f:other', `${ARN}:other`],
      ['g', 'arn:aws:lambda:us-east-1:000000000000:function:g'],
    ] as const)
      assert.throws(() => catalog.resolve(name), {
        code: 'ResourceNotFoundException',
        message: `Function not found: ${arn}`,
      });
  });

  it('has another revision once a change is complete', async () => {
    const changed = version('$LATEST');
    await clock.advance(99);
    assert.equal(isChanging(changed, catalog.now()), true);
    assert.equal(revisionOf(changed, catalog.now()), changed.revisionId);
    await clock.advance(1);
    assert.equal(isChanging(changed, catalog.now()), false);
    assert.equal(revisionOf(changed, catalog.now()), changed.revisionIdWhenReady);
    assert.notEqual(changed.revisionId, changed.revisionIdWhenReady);
    assert.equal(changed.lastModified, '2026-03-04T05:06:07.000+0000');
  });
});

describe('chooseVersion', () => {
  const choose = (weights: Record<string, number>, chance: number) =>
    chooseVersion({ name: 'a', version: '1', description: '', weights, revisionId: '' }, chance);

  for (const [weights, chance, expected] of [
    [{}, 0, '1'],
    [{ 2: 0 }, 0, '1'],
    [{ 2: 0.5 }, 0, '2'],
    [{ 2: 0.5 }, 0.5, '1'],
    [{ 2: 1 }, 0.999, '2'],
    [{ 2: 0.25, 3: 0.25 }, 0.25, '3'],
    [{ 2: 0.25, 3: 0.25 }, 0.5, '1'],
  ] as const) {
    it(`returns ${expected} for the weights ${JSON.stringify(weights)} and the chance ${chance}`, () => {
      assert.equal(choose(weights, chance), expected);
    });
  }
});
