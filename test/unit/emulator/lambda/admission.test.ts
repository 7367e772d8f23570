import assert from 'node:assert/strict';
import { Admission } from '../../../../src/emulator/lambda/execution/admission.js';
import type { FunctionRecord } from '../../../../src/emulator/lambda/model.js';

const record = (name: string, reservedConcurrency?: number) =>
  ({ name, reservedConcurrency }) as unknown as FunctionRecord;
const refusal = (reason: string) => ({
  code: 'TooManyRequestsException',
  status: 429,
  message: 'Rate Exceeded.',
  members: { Reason: reason, Type: 'User' },
});
const RESERVED = refusal('ReservedFunctionConcurrentInvocationLimitExceeded');
const ACCOUNT = refusal('ConcurrentInvocationLimitExceeded');

describe('Admission', () => {
  it("admits calls up to the account's concurrency, of all functions together", () => {
    const admission = new Admission(2);
    const [one, other] = [record('one'), record('other')];
    const all = [one, other];
    const end = admission.enter(one, all);
    admission.enter(other, all);
    for (const next of all) assert.throws(() => admission.enter(next, all), ACCOUNT);
    end();
    admission.enter(other, all);
    assert.throws(() => admission.enter(one, all), ACCOUNT);
  });

  it('admits calls up to the reserved concurrency of a function', () => {
    const admission = new Admission(10);
    const one = record('one', 2);
    const ends = [admission.enter(one, [one]), admission.enter(one, [one])];
    assert.throws(() => admission.enter(one, [one]), RESERVED);
    ends[0]?.();
    admission.enter(one, [one]);
    assert.throws(() => admission.enter(one, [one]), RESERVED);
  });

  it('admits no call of a function with a reserved concurrency of 0', () => {
    const none = record('none', 0);
    assert.throws(() => new Admission(10).enter(none, [none]), RESERVED);
  });

  it('subtracts reserved concurrency from that of the other functions, used or not', () => {
    const admission = new Admission(3);
    const [reserved, other] = [record('reserved', 2), record('other')];
    const all = [reserved, other];
    admission.enter(other, all);
    assert.throws(() => admission.enter(other, all), ACCOUNT);
    // The calls of the function with reserved concurrency do not count against the others.
    admission.enter(reserved, all);
    admission.enter(reserved, all);
    assert.throws(() => admission.enter(reserved, all), RESERVED);
  });
});
