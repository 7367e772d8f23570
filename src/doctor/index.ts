export { describeDiagnosis } from './describe.js';
export { type ExamineOptions, examine } from './examine.js';
export type { CheckName, CheckResult, Diagnosis, Finding } from './types.js';
