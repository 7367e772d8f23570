// Mocha's own spec reporter, which also leaves its figures where scripts/test.ts adds them up.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class SpecWithTotals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = runner.stats;
      writeFileSync(
        options.reporterOption.totals,
        JSON.stringify({ passed: passes, failed: failures, skipped }),
      );
    });
  }
};
