import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../../errors/user-error.ts";
import { readCompose } from "../../../../services/compose/read.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";
import { badFiles } from "./bad-files.ts";

describe("a Compose file that cannot be right", () => {
  const folder = useTemporaryFolder();

  for (const [what, [text, line, found]] of Object.entries(badFiles)) {
    it(`is refused with its place, and what is allowed: ${what}`, async () => {
      await mkdir(join(folder(), "sub"), { recursive: true });
      await writeFile(join(folder(), "other.yaml"), "services: {db: {image: other}}\n");
      await writeFile(join(folder(), "compose.yaml"), text);
      const reading = readCompose({ files: [join(folder(), "compose.yaml")], env: {} });
      await assert.rejects(reading, (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.parts.found, found);
        const [, at] = /compose\.yaml:(\d+):\d+: /.exec(error.parts.found) ?? [];
        assert.equal(Number(at), line, error.parts.found);
        assert.notEqual(error.parts.allowed ?? "", "");
        return true;
      });
    });
  }
});
