import assert from 'node:assert/strict';
import { versionFindings } from '../../../src/doctor/versions.js';

type Status = Parameters<typeof versionFindings>[0];
type Function = Status['functions'][number];

const DEPLOY = 'sbw deploy --env test --ref <git ref>';
const MIXED =
  'serves different code from function to function, or from call to call (sbw status tells which)';
const one = {
  name: 'one',
  deployedName: 'test-sample-one',
  version: '7',
  sha256: 'aa',
  commit: 'c1',
} as unknown as Function;
const two = { ...one, name: 'two', deployedName: 'test-sample-two' };
const findings = (functions: readonly Function[], locks: readonly { readonly alive: boolean }[] = []) =>
  versionFindings({ environment: 'test', functions, locks: locks as Status['locks'] });
const without = ({ commit: _, ...rest }: Function) => rest as Function;

describe('versionFindings', () => {
  it('finds nothing when all functions serve one release', () => {
    assert.deepEqual(findings([one, two]), []);
  });

  it('says that nothing was released when no function has a commit', () => {
    const expected = [{ subject: 'test', problem: 'serves no release yet', fix: DEPLOY }];
    assert.deepEqual(findings([without(one), without({ ...two, sha256: 'bb' })]), expected);
  });

  it('leaves functions that do not exist to another check', () => {
    const gone = { ...without(two), problem: 'is not there', sha256: 'bb' };
    assert.deepEqual(findings([gone]), []);
    assert.deepEqual(findings([one, gone]), []);
  });

  it('names a function that no deploy has published', () => {
    const problem = 'serves version 7, which no deploy has published';
    assert.deepEqual(findings([one, without(two)]), [{ subject: 'test-sample-two', problem, fix: DEPLOY }]);
  });

  const back = `${DEPLOY}, or sbw rollback --env test`;
  it('finds code that differs from function to function, or from call to call', () => {
    const expected = [{ subject: 'test', problem: MIXED, fix: back }];
    assert.deepEqual(findings([one, { ...two, sha256: 'bb' }]), expected);
    assert.deepEqual(findings([one, { ...two, weights: { 8: 0.1 } } as Function]), expected);
  });

  it('advises to wait while a deploy runs, but not for an abandoned lock', () => {
    const mixed = [one, { ...two, sha256: 'bb' }];
    const fixOf = (...alive: boolean[]) =>
      findings(
        mixed,
        alive.map((one) => ({ alive: one })),
      )[0]?.fix;
    assert.equal(fixOf(true), `wait until the deploy under way has ended; then, if need be, ${back}`);
    assert.equal(fixOf(false), back);
  });
});
