import assert from "node:assert/strict";
import type { Deployed } from "../../support/deployed.ts";
import type { Step } from "../../support/stack.ts";
import { describesOnDocker } from "./only.ts";

/** @param steps of the preview after a file of the entry has changed */
export function describesNewImage(get: () => Deployed, steps: () => readonly Step[]): void {
  describesOnDocker(get, "the preview", () => {
    it("has a new image, which is a resource by itself", () => {
      const images = steps().filter(({ type }) => type === "docker:index/remoteImage:RemoteImage");
      assert(
        images.some(({ op }) => op.includes("replace")),
        JSON.stringify(steps()),
      );
    });
  });
}
