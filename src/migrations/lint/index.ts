export { type Finding, lintMigrations, rules } from './lint.js';
export type { Rule } from './rule.js';
