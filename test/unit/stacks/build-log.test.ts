import assert from "node:assert/strict";
import { failureIn } from "../../../stacks/build-log.ts";

const failed = `#4 [2/3] RUN apt-get install --yes nosuchpackage
#4 0.412 Reading package lists...
#4 0.530 E: Unable to locate package nosuchpackage
#4 ERROR: process "/bin/sh -c apt-get install --yes nosuchpackage" did not complete successfully: exit code: 100
------
 > [2/3] RUN apt-get install --yes nosuchpackage:
0.412 Reading package lists...
0.530 E: Unable to locate package nosuchpackage
------
`;

describe("what a build that failed has printed at last", () => {
  it("is what BuildKit says again of the step that failed", () => {
    assert.deepEqual(failureIn(failed), [
      " > [2/3] RUN apt-get install --yes nosuchpackage:",
      "0.412 Reading package lists...",
      "0.530 E: Unable to locate package nosuchpackage",
    ]);
  });

  it("is the log's end if it does not say it again", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `#4 ${index} line`);
    const last = '#4 ERROR: process "/bin/false" did not complete successfully: exit code: 1';
    const found = failureIn([...lines, last].join("\n"));
    assert.equal(found.length, 20);
    assert.equal(found.at(-1), last);
  });

  it("is nothing if it has not failed", () => {
    assert.deepEqual(failureIn("#4 DONE 0.1s\n"), []);
    assert.deepEqual(failureIn(""), []);
  });
});
