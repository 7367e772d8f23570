import { AwsError } from '../aws/service.js';

/**
 * Computes one statistic of CloudWatch: `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum` or a percentile (`p99`).
 *
 * @param values at least one
 * @throws AwsError InvalidParameterValueException for an unknown statistic
 */
export function statistic(name: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return values.length;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default:
      return percentile(name, values);
  }
}

function percentile(name: string, values: readonly number[]): number {
  const [, share] = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? [];
  if (share === undefined) {
    throw new AwsError('InvalidParameterValueException', 400, `The local stage knows no statistic ${name}`);
  }
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((Number(share) / 100) * sorted.length) - 1)] ?? 0;
}
