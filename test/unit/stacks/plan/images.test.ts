import assert from "node:assert/strict";
import type { ImagePlan } from "../../../../stacks/contract.ts";
import { planImage } from "../../../../stacks/plan/images.ts";
import { sampleScope } from "../../../support/unit/samples.ts";

describe("the Dockerfile of an image", () => {
  const lines = (plan: ImagePlan) => {
    const [file] = planImage(plan, sampleScope(), "sha256:0", "contexts").files;
    assert.ok(typeof file?.content === "string");
    return file.content
      .split("\n")
      .map((line) => line.replace(/^LABEL .*|^ {6}container.*/, "LABEL"))
      .filter((line, index, all) => line !== all[index - 1]);
  };

  // Docker 20.10 refuses one of two removals of images at the same time that have such a layer in common.
  it("has its labels before all that other images may have, too, but packages, which have a name", () => {
    const packages = "FROM base\nRUN install\n";
    const plan = { name: "web", dockerfile: `${packages}COPY a b\nCMD []\n`, packageLayer: packages, files: [] };
    assert.deepEqual(lines(plan), ["FROM base", "RUN install", "LABEL", "COPY a b", "CMD []", ""]);
  });

  it("has them after FROM, where there are no packages", () => {
    const plan = { name: "web", dockerfile: "# why\nFROM base\nCOPY a b\nCMD []\n", files: [] };
    assert.deepEqual(lines(plan), ["# why", "FROM base", "LABEL", "COPY a b", "CMD []", ""]);
  });

  it("differs between images of the same content in one deployment", () => {
    const [one, other] = ["web", "api"].map((name) =>
      planImage({ name, dockerfile: "FROM base\nCMD []\n", files: [] }, sampleScope(), "sha256:0", "contexts"),
    );
    assert.notEqual(one?.hash, other?.hash);
  });

  it("is refused if it does not begin with its packages, or with FROM", () => {
    const planned = (plan: Omit<ImagePlan, "name" | "files">) => () =>
      planImage({ name: "web", files: [], ...plan }, sampleScope(), "sha256:0", "contexts");
    assert.throws(planned({ dockerfile: "FROM base\n", packageLayer: "FROM other\n" }), /begins with/);
    assert.throws(planned({ dockerfile: "CMD []\n" }), /begins with FROM/);
  });
});
