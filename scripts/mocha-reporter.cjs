// Mocha's spec reporter, which also writes the totals and the time of each file to a file for scripts/test.ts.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_PENDING } = Runner.constants;

module.exports = class SpecWithTotals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    /**
     * Milliseconds that the tests and hooks of each file took. Files that run at the same time slow each other down.
     */
    const milliseconds = {};
    const add = ({ file, duration = 0 }) => {
      if (!file) return;
      const name = relative(process.cwd(), file);
      milliseconds[name] = (milliseconds[name] ?? 0) + duration;
    };
    runner.on(EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.on(EVENT_TEST_END, add);
    runner.on(EVENT_HOOK_END, add);
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures } = runner.stats;
      writeFileSync(
        options.reporterOption.totals,
        JSON.stringify({ passed: passes, failed: failures, skipped, milliseconds }),
      );
    });
  }
};
