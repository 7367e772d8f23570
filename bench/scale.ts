// Prints what 1 thousand, 1 million and 100 million boletos a month need and cost: docs/scale.md and docs/operations.md.
// For other numbers: node --import tsx bench/scale.ts <boletos a month> <seconds that the bank takes>
import { databaseFor, type Estimate, estimate } from './scale/model.js';

const [boletos, bankSeconds] = process.argv.slice(2).map(Number);
const loads = boletos ? [boletos] : [1_000, 1_000_000, 100_000_000];
const banks = bankSeconds ? [bankSeconds] : [1, 5];

for (const bank of banks) {
  console.log(`\nThe bank takes ${bank} s:`);
  console.table(
    Object.fromEntries(
      loads.map((load) => [load, row(estimate(load, databaseFor(load), { bankSeconds: bank }))]),
    ),
  );
}
for (const load of loads) {
  const { cost, total } = estimate(load, databaseFor(load));
  console.log(`\n${load} boletos a month, US dollars:`);
  for (const [what, dollars] of Object.entries(cost))
    console.log(`${dollars.toFixed(2).padStart(10)}  ${what}`);
  console.log(`${total.toFixed(2).padStart(10)}  in all, ${(total / load).toFixed(6)} a boleto`);
}

function row({ posts, concurrency, connections, maxConnections, growth, use }: Estimate) {
  const [first = '', most = 0] = Object.entries(use).sort(([, a], [, b]) => b - a)[0] ?? [];
  return {
    'POST/s': posts.toFixed(3),
    'at once': concurrency.toFixed(3),
    connections: `${connections} of ${maxConnections}`,
    'GB/month': growth.toFixed(3),
    first: `${first}, ${(100 * most).toFixed(1)} %`,
  };
}
