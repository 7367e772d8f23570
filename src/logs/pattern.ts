/** What a pattern of CloudWatch begins with: JSON, fields, phrases, either-or, not, regular expressions. */
const PATTERN = /^[{["?%-]/;

/**
 * What is given to CloudWatch as filter pattern. Text is looked for to the letter, upper and lower case told apart;
 * what begins as only a pattern does is one, and goes as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @example
 * filterPattern('no answer') // '"no answer"'
 * filterPattern('{ $.event = "request" }') // the same
 */
export function filterPattern(filter: string): string {
  if (PATTERN.test(filter)) return filter;
  return `"${filter.replace(/["\\]/g, '\\$&')}"`;
}
