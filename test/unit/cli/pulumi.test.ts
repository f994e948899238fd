import assert from "node:assert/strict";
import { join } from "node:path";
import { pulumiRunner } from "../../../cli/stack/pulumi.ts";
import type { Toolchain } from "../../../toolchain/setup.ts";
import { fakeProgram } from "../../support/unit/fake-program.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("what is read from Pulumi", () => {
  const folder = useTemporaryFolder();
  const runner = () => pulumiRunner({ pulumi: { command: join(folder(), "pulumi") }, env: {} } as unknown as Toolchain);

  it("is what it prints", async () => {
    await fakeProgram(folder(), "pulumi", 'echo "$*"');
    assert.equal(await runner().read(["stack", "ls"]), "stack ls --non-interactive");
  });

  it("is, if it fails, its reason in one line, as something that a user can act on", async () => {
    await fakeProgram(
      folder(),
      "pulumi",
      "printf 'error: could not open the bucket\\n\\nis it there?\\n' >&2; exit 255",
    );
    await rejectsWithUserError(runner().read(["stack", "select", "dev", "--create"]), {
      found: /^Pulumi failed: pulumi stack select dev: could not open the bucket; is it there\?$/,
      allowed: null,
      remedy: /^npm run doctor/,
    });
  });
});
