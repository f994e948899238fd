import assert from "node:assert/strict";
import { control, jsonLogLines } from "../support/control.ts";
import type { Deployed } from "./approaches.test.ts";

/** What services see of each other, and what can be told apart: as the traits say, either way. */
export function describesIsolation(get: () => Deployed): void {
  const services = () => Object.keys(get().deployment.services);

  describe("isolation", () => {
    it("a service sees other services' processes only where the traits say that it is not isolated", async () => {
      const { isolatesServices } = get().deployment.traits;
      for (const service of services()) {
        const list = "for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $file; echo; done";
        const seen = await control(get().deployment, service, "exec", "bash", "-c", list);
        for (const other of services()) {
          const expected = other === service || !isolatesServices;
          assert.equal(seen.includes(`/app/${other}.py`), expected, `${service} sees ${other}:\n${seen}`);
        }
      }
    });

    it("each service's log has its own lines, and others' only where the traits say that logs are mixed", async () => {
      const events = async (service: string) =>
        new Set((await jsonLogLines(get().deployment, service)).map(({ event }) => event));
      const [server, client] = [await events("server"), await events("client")];
      const mixed = !get().deployment.traits.separatesLogs;
      assert.deepEqual([server.has("listening"), server.has("poll")], [true, mixed]);
      assert.deepEqual([client.has("listening"), client.has("poll")], [mixed, true]);
    });

    it("each line of a log has its time in front", async () => {
      for (const service of services()) {
        const lines = (await control(get().deployment, service, "logs")).split("\n").filter((line) => line !== "");
        assert(lines.length > 0, `${service} has logged nothing`);
        for (const line of lines) {
          const [time = ""] = line.split(" ");
          assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, `${service}: ${line}`);
          assert(Math.abs(Date.parse(time) - Date.now()) < 3_600_000, `${service}: ${line}`);
        }
      }
    });
  });
}
