import assert from "node:assert/strict";
import { control, jsonLogLines } from "../support/control.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

/** What services see of each other, and what can be told apart. */
export function describesIsolation(get: () => Deployed): void {
  describe("isolation", () => {
    it("a service sees its own program running, and no other's", async function () {
      if (!get().deployment.traits.isolatesServices) skip(this, "its traits do not claim it");
      const services = Object.keys(get().deployment.services);
      for (const service of services) {
        const list = "for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $file; echo; done";
        const seen = await control(get().deployment, service, "exec", "bash", "-c", list);
        for (const other of services)
          assert.equal(seen.includes(`/app/${other}.py`), other === service, `${service}:\n${seen}`);
      }
    });

    it("each service's log has its own lines, and no other's", async function () {
      if (!get().deployment.traits.separatesLogs) skip(this, "its traits do not claim it");
      const events = async (service: string) =>
        new Set((await jsonLogLines(get().deployment, service)).map(({ event }) => event));
      const [server, client] = [await events("server"), await events("client")];
      assert.deepEqual([server.has("listening"), server.has("poll")], [true, false]);
      assert.deepEqual([client.has("listening"), client.has("poll")], [false, true]);
    });
  });
}
