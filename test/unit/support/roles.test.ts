import assert from "node:assert/strict";
import type { FileSource } from "../../../services/contract.ts";
import { entryOf, ownFileOf, peerOf, serviceNamed, signOf } from "../../support/roles.ts";
import { quietService, sampleService, sampleWorkload } from "../../support/unit/samples.ts";

const file = (source: string): FileSource => ({ source, path: `/app/${source}`, mode: 0o644 });
const web = sampleService<FileSource>({ files: [file("shared.py"), file("web.py")], says: { started: "^up$" } });
const asker = quietService<FileSource>({ name: "asker", files: [file("shared.py")] });
const workload = sampleWorkload<FileSource>({ services: [web, asker], roles: { peer: "asker" } });

describe("the services with a workload's roles", () => {
  it("are found by the definition", () => {
    assert.equal(entryOf(workload), web);
    assert.equal(peerOf(workload), asker);
  });

  it("are none if the definition names none", () => {
    assert.equal(peerOf(sampleWorkload<FileSource>()), undefined);
  });

  it("are real services: an unknown name is an error", () => {
    assert.throws(() => serviceNamed(workload, "nobody"), /the workload sample has no service "nobody"/);
  });

  it("have the patterns of their log lines, or none", () => {
    assert.ok(signOf(web, "started")?.test("up"));
    assert.equal(signOf(web, "stopped"), undefined);
    assert.equal(signOf(asker, "started"), undefined);
  });

  it("have a file of their own if no other service has the same one", () => {
    assert.equal(ownFileOf(workload, web)?.source, "web.py");
    assert.equal(ownFileOf(workload, asker), undefined);
  });
});
