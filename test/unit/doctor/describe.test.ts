import assert from 'node:assert/strict';
import { type CheckResult, describeDiagnosis, type Finding } from '../../../src/doctor/index.js';

const finding: Finding = { subject: 'artifacts', problem: 'is not there', fix: 'make it' };
const textOf = (well: boolean, ...checks: CheckResult[]) =>
  describeDiagnosis({ environment: 'test', well, checks });

describe('describeDiagnosis', () => {
  it('has a line for each check, and its faults with their fixes below', () => {
    assert.equal(
      textOf(
        false,
        { check: 'credentials', state: 'well', findings: [] },
        { check: 'bucket', state: 'wrong', findings: [finding] },
        { check: 'key', state: 'not-looked', findings: [] },
      ),
      [
        'credentials  well',
        'bucket       wrong',
        '  artifacts is not there.',
        '    Way out: make it',
        'key          not looked',
        '1 finding in test.',
      ].join('\n'),
    );
  });

  it('counts several findings, and says when there is none', () => {
    const wrong = { check: 'bucket', state: 'wrong', findings: [finding, finding] } as const;
    assert.match(textOf(false, wrong), /\n2 findings in test\.$/);
    const well = { check: 'bucket', state: 'well', findings: [] } as const;
    assert.equal(textOf(true, well), 'bucket  well\nNothing is wrong with test.');
  });
});
