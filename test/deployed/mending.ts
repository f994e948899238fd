import axios from "axios";
import assert from "node:assert/strict";
import { runCli } from "../support/cli.ts";
import { assertCompleted, startsOf } from "../support/completed.ts";
import { controlContainer } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, entryUrl } from "../support/deployment.ts";
import { waitHealthy } from "../support/healthy.ts";
import { entryOf, peerOf } from "../support/roles.ts";
import { lostOf, removeContainer } from "../support/systems.ts";
import { describesRefresh } from "./docker-only/refresh.ts";

/** Pulumi's state agrees with the system, and up repairs what does not. */
export function describesMending(get: () => Deployed): void {
  const entryContainer = () => containerOf(get().deployment, entryOf(get().workload).name);
  /** The peer's, if there is a peer: in most approaches it is not the entry's. */
  const otherContainer = () => {
    const { name } = peerOf(get().workload) ?? entryOf(get().workload);
    return containerOf(get().deployment, name);
  };

  describe("a further up", () => {
    it("a second up changes nothing", async () => {
      const output = await get().stack.up("--expect-no-changes");
      assert.match(output, /unchanged/);
    });

    it("a preview shows no change", async () => {
      const { stack } = get();
      const { exitCode, output } = await stack.run(["preview", "--stack", stack.name, "--expect-no-changes"]);
      assert.equal(exitCode, 0, output);
    });

    it("a second up after a refresh changes nothing, and does not run again what has completed", async () => {
      const before = await startsOf(get());
      await get().stack.up("--refresh", "--expect-no-changes");
      await assertCompleted(get());
      assert.deepEqual(await startsOf(get()), before);
    });

    it("a killed container is found, and npm run up starts it", async () => {
      await controlContainer(get().deployment, otherContainer(), "kill");
      await assertLost(get(), otherContainer());
      await repair(get());
      await waitHealthy(get().deployment);
      await get().stack.up("--expect-no-changes");
    });

    it("a removed container is found, and npm run up creates it", async () => {
      await removeContainer(get(), entryContainer());
      await assertLost(get(), entryContainer());
      await repair(get());
      const { status } = await axios.get(entryUrl(get().deployment), { timeout: 2_000 });
      assert.equal(status, 200);
      await waitHealthy(get().deployment);
      await get().stack.up("--expect-no-changes");
    });

    describesRefresh(get, otherContainer, entryContainer);
  });
}

async function assertLost(deployed: Deployed, container: string): Promise<void> {
  const lost = await lostOf(deployed);
  assert(
    lost.some((line) => line.split(/[\s:,]+/).includes(container)),
    `${container} is not said to be lost: ${lost.join("\n")}`,
  );
}

async function repair({ project, stack }: Deployed): Promise<void> {
  const { exitCode, output } = await runCli(project, ["up", stack.name]);
  assert.equal(exitCode, 0, output);
}
