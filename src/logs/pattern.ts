/** The first character of a CloudWatch pattern: JSON, fields, a phrase, either-or, not, a regular expression. */
const PATTERN = /^[{["?%-]/;

/**
 * Returns the filter pattern for CloudWatch. Plain text becomes a phrase, which matches exactly and is case-sensitive.
 * Text that begins as only a pattern can is passed on unchanged.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @example
 * filterPattern('no answer') // '"no answer"'
 * filterPattern('{ $.event = "request" }') // unchanged
 */
export function filterPattern(filter: string): string {
  if (PATTERN.test(filter)) return filter;
  return `"${filter.replace(/["\\]/g, '\\$&')}"`;
}
