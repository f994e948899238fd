// Mocha's reporter for the test command: Spec on standard output, a JUnit file, and as JSON the counts and what failed.
// Options: junit and counts (paths), suite (its name).

const { writeFileSync } = require("node:fs");
const { Runner, reporters } = require("mocha");

module.exports = class StageReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { junit, counts, suite } = options.reporterOptions;
    this.junit = new reporters.XUnit(runner, { reporterOptions: { output: junit, suiteName: suite } });
    const failed = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, { message }) =>
      failed.push({ title: test.fullTitle(), message }),
    );
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(counts, JSON.stringify({ passes, failures, pending, failed }));
    });
  }

  // The JUnit file is a stream, which must be finished before the process ends.
  done(failures, then) {
    this.junit.done(failures, then);
  }
};
