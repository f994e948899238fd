import assert from "node:assert/strict";
import { systemdLeast } from "../../../../../stacks/approaches/systemd-least/index.ts";
import { quietService, sampleSettings, sampleWorkload } from "../../../../support/unit/samples.ts";
import { textOf } from "../../../../support/unit/text-of.ts";
import { parseUnitFile, splitWords } from "../../../../support/unit/unit-file.ts";

describe("a unit whose service has variables that steer a shell or the loader", () => {
  const steering = { PATH: "/own/bin", BASH_ENV: "/own/first.sh", LD_PRELOAD: "/own/lib.so" };
  const service = quietService({ command: ["/bin/own"], env: { ...steering, GREETING: "hello" } });
  const { images } = systemdLeast.render(sampleWorkload({ services: [service] }), sampleSettings());
  const file = images.flatMap(({ files }) => files).find(({ path }) => path.endsWith("/worker.service"));
  assert.ok(file);
  const { Service: unit = {} } = parseUnitFile(textOf(file));

  it("gives them to the service alone, and to none of the unit's other programs", () => {
    const own = Object.entries(steering).map(([name, value]) => `${name}=${value}`);
    const [start = ""] = unit.ExecStart ?? [];
    assert.deepEqual(splitWords(start.replace(/^:/, "")), ["/usr/bin/env", ...own, "/bin/own"]);
    const names = (unit.Environment ?? []).map((setting) => setting.split("=")[0]);
    assert.deepEqual(names.sort(), ["GREETING", "HOME", "HOSTNAME", "REPLICA"]);
  });

  it("checks it as the service, with all of them, from a program of root's", () => {
    const [, ready = ""] = unit.ExecStartPost ?? [];
    assert.match(ready, /^\+\/opt\/container-approaches\/systemd\/ready worker /);
  });
});
