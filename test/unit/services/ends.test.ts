import type { FileSource, Service } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("what a service says of its health and its end", () => {
  const wrong: Record<string, readonly [given: Partial<Service<FileSource>>, found: RegExp, allowed: RegExp]> = {
    "no checks": [{ checks: [] }, /it has no checks/, /at least one/],
    "no time to complete": [{ completes: { withinSeconds: 0 }, checks: [] }, /withinSeconds is 0/, /from 1/],
    "half a second to complete": [{ completes: { withinSeconds: 0.5 }, checks: [] }, /withinSeconds is 0\.5/, /whole/],
    "checks of what runs to completion": [{ completes: { withinSeconds: 5 } }, /and has checks/, /no checks/],
    "a restart after a failure of what runs to completion": [
      { completes: { withinSeconds: 5 }, checks: [], restart: "on-failure" },
      /runs to completion and has restart "on-failure"/,
      /restart "never"/,
    ],
    "a restart once unhealthy of what runs to completion": [
      { completes: { withinSeconds: 5 }, checks: [], onUnhealthy: "restart" },
      /runs to completion and has onUnhealthy "restart"/,
      /no onUnhealthy/,
    ],
    "a restart once unhealthy, but none after its end": [
      { onUnhealthy: "restart", restart: "never" },
      /onUnhealthy "restart" and restart "never"/,
      /always restarted/,
    ],
    "an essential service that is always started again": [
      { essential: true },
      /it is essential and has restart "always", so its end is never the last\.$/,
      /restart "on-failure" or "never"/,
    ],
    "an essential service that runs to completion": [
      { essential: true, restart: "never", completes: { withinSeconds: 5 }, checks: [] },
      /it is essential and runs to completion/,
      /run forever/,
    ],
  };
  for (const [what, [given, found, allowed]] of Object.entries(wrong)) {
    it(`is refused with ${what}`, () => {
      const workload = sampleWorkload<FileSource>({ services: [sampleService(given)] });
      const where = new RegExp(`^Workload sample/web: .*${found.source}`);
      throwsUserError(() => defineWorkload(workload), {
        found: where,
        allowed,
        remedy: /^change services\/sample\/workload\.ts$/,
      });
    });
  }
});
