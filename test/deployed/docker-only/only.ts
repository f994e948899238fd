import type { Deployed } from "../../support/deployed.ts";
import { testEngine } from "../../support/engine.ts";
import type { OnDocker } from "../../support/on-docker.ts";
import { skip } from "../../support/skip.ts";

/**
 * Registers tests about Docker alone: no other place asks a deployment for the name of its system. On another system they are skipped.
 * @param get throws until the deployment is complete
 * @param tests registers them
 */
export function describesOnDocker(get: () => Deployed, title: string, tests: (get: () => OnDocker) => void): void {
  describe(`${title}, on Docker`, () => {
    let docker: OnDocker["docker"] | undefined;

    before(async function () {
      const { system } = get();
      if (system.name !== "docker") skip(this, `these tests are about Docker, and the approach runs on ${system.name}`);
      docker = await testEngine();
    });

    tests(() => {
      if (docker === undefined) throw new Error("the tests have not begun");
      return { ...get(), docker };
    });
  });
}
