import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { privateConfig } from "../../../cli/stack/stack-config.ts";
import { checkedStackName } from "../../../cli/stack/stack-name.ts";
import { stackNames } from "../../../stacks/stack-names.ts";
import { rejectsWithUserError, throwsUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("a stack's name", () => {
  const folder = useTemporaryFolder();

  for (const name of stackNames) {
    it(`may be ${name}`, () => {
      assert.equal(checkedStackName(name, folder()), name);
    });
  }

  it("may be any with a file of its own", async () => {
    await writeFile(join(folder(), "Pulumi.my.stack-1.yaml"), "config: {}\n");
    assert.equal(checkedStackName("my.stack-1", folder()), "my.stack-1");
  });

  for (const name of ["seperate", "", "Separate", "../x", "a b", "toString"]) {
    it(`may not be ${JSON.stringify(name)}, and the message lists what exists`, () => {
      throwsUserError(() => checkedStackName(name, folder()), {
        found: new RegExp(`^There is no stack or approach "${name}"\\.$`),
        allowed: /^separate, .*dev$|^separate, dev$/,
        remedy: /use one of them, or write Pulumi\./,
      });
    });
  }
});

describe("a stack's private configuration", () => {
  const folder = useTemporaryFolder();
  const project = () => join(folder(), "Pulumi.dev.yaml");

  async function copyOf(stack: string): Promise<string> {
    const [option, file, ...more] = await privateConfig(folder(), stack);
    assert.equal(option, "--config-file");
    assert.deepEqual(more, []);
    return file ?? "";
  }

  it("is a copy, so that Pulumi does not write into the project's file", async () => {
    await writeFile(project(), "config:\n  a: b\n");
    const copy = await copyOf("dev");
    assert.equal(await readFile(copy, "utf8"), "config:\n  a: b\n");
    await writeFile(copy, "encryptionsalt: x\n");
    assert.equal(await readFile(project(), "utf8"), "config:\n  a: b\n");
  });

  it("follows the project's file", async () => {
    await writeFile(project(), "config: {}\n");
    const first = await copyOf("dev");
    await writeFile(project(), "config:\n  a: c\n");
    assert.equal(await copyOf("dev"), first);
    assert.equal(await readFile(first, "utf8"), "config:\n  a: c\n");
  });

  it("is empty for a stack without a file, also after it had one", async () => {
    const copy = await copyOf("separate");
    assert.equal(await readFile(copy, "utf8"), "{}\n");
    await writeFile(copy, "encryptionsalt: x\n");
    assert.equal(await readFile(await copyOf("separate"), "utf8"), "{}\n");
  });

  it("is refused with a secret that is not encrypted, also beside others that are", async () => {
    const encrypted = "    key:\n      secure: v1:abc\n";
    await writeFile(project(), `config:\n  container-approaches:secrets:\n${encrypted}`);
    await copyOf("dev");
    await writeFile(project(), `config:\n  container-approaches:secrets:\n${encrypted}    token: in-the-clear\n`);
    await rejectsWithUserError(privateConfig(folder(), "dev"), {
      found: /^The secret "token" of the stack dev is not encrypted in the configuration\.$/,
      allowed: /--secret/,
      remedy: /^\.\/pulumiw config set --secret --path 'secrets\.token' --stack dev/,
    });
  });
});
