import assert from "node:assert/strict";
import { readStatus, servicesTable } from "../../../cli/control/listing.ts";
import { serviceStates } from "../../../stacks/verbs.ts";

describe("the list of services", () => {
  it("knows every state, and removes the brackets of the detail", () => {
    for (const state of serviceStates) assert.deepEqual(readStatus(`${state} (pid 7)\n`), { state, detail: "pid 7" });
  });

  it("shows the output if it begins with no state", () => {
    assert.deepEqual(readStatus("", "no such\ncontainer\n"), { state: undefined, detail: "no such container" });
  });

  it("is a table with a line per service", () => {
    const detail = "gone";
    const service = { approach: "pod", service: "web", replica: 1, state: undefined, detail, container: "ca-web" };
    assert.equal(
      servicesTable([service, { ...service, service: "a", state: "running" }]),
      "APPROACH  SERVICE  STATE    CONTAINER  DETAIL\npod       web      unknown  ca-web     gone\npod       a        running  ca-web     gone\n",
    );
  });

  it("has a line per replica, with its number, if a service has several", () => {
    const line = { approach: "pod", service: "web", state: "running", detail: "pid 7", container: "ca-web" } as const;
    const table = servicesTable([
      { ...line, replica: 1 },
      { ...line, replica: 2, container: "ca-web-2" },
      { ...line, service: "db", replica: 1, container: "ca-db" },
    ]);
    const cells = table.split("\n").map((text) => text.split(/ {2,}/));
    assert.deepEqual(
      cells.slice(1, -1).map(([, name, , container]) => [name, container]),
      [
        ["web/1", "ca-web"],
        ["web/2", "ca-web-2"],
        ["db", "ca-db"],
      ],
    );
  });
});
