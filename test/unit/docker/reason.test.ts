import assert from "node:assert/strict";
import { reasonIn } from "../../../docker/reason.ts";

describe("the reason why a docker command failed", () => {
  const said = "docker: Error response from daemon: privileged mode is incompatible with user namespaces";

  for (const [what, text] of Object.entries({
    "is its last line": `a warning\n${said}\n`,
    "is before an empty line, as ssh prints it": `${said}\r\n\r\n`,
    "is before the advice of Docker 27 and newer": `${said}\n\nRun 'docker run --help' for more information\n`,
    "is before the advice of older ones": `${said}.\nSee 'docker run --help'.\n`,
  })) {
    it(what, () => {
      assert.equal(reasonIn(text).replace(/\.$/, ""), said);
    });
  }

  it("is empty if nothing was printed", () => {
    assert.equal(reasonIn("\n"), "");
  });
});
