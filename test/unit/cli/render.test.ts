import assert from "node:assert/strict";
import { access, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { main } from "../../../cli/render.ts";
import { printed } from "../../support/unit/printed.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

interface Printed {
  readonly files: readonly string[];
  readonly losses: readonly { readonly what: string }[];
}

describe("npm run render", () => {
  const folder = useTemporaryFolder();
  const out = () => join(folder(), "out");
  const run = async (...args: readonly string[]) => {
    const { code, text } = await printed(() => main([...args, "--out", out()]));
    return { code, text };
  };

  for (const target of ["dockerfiles", "compose", "quadlet", "kubernetes"]) {
    it(`writes all that it names, with a build context for each image, for ${target}`, async () => {
      const { code, text } = await run("hello", "--approach", "supervisord", "--target", target, "--json");
      const { files } = JSON.parse(text) as Printed;
      assert.equal(code, 0);
      assert.ok(files.includes("images/all/Dockerfile"));
      for (const path of files) await access(join(out(), path));
      const present = (await readdir(out(), { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      assert.equal(present.length, files.length);
    });
  }

  it("writes a Compose file whose build contexts are beside it, on the port that is asked for", async () => {
    await run("hello", "--port", "9000");
    const { services } = parse(await readFile(join(out(), "compose.yaml"), "utf8")) as {
      services: Readonly<Record<string, { build: { context: string }; ports?: readonly unknown[] }>>;
    };
    for (const { build } of Object.values(services)) await access(join(out(), build.context, "Dockerfile"));
    assert.match(JSON.stringify(services.server?.ports), /"published":"9000","host_ip":"127\.0\.0\.1"/);
  });

  it("writes configuration beside the file, never a secret, and says where that goes", async () => {
    const { text } = await run("everything", "--target", "compose");
    const files = (await readdir(join(out(), "delivered"), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length > 0);
    assert.match(text, /changed: secret \w[\w-]*: put its value into delivered\/\S+, owner \d+:\d+, mode 0400/);
  });

  it("says what the target cannot, in its files, in the folder's README and on the terminal; --strict makes it a failure", async () => {
    const { code, text } = await run("hello", "--target", "kubernetes", "--strict");
    assert.equal(code, 1);
    const content = await readFile(join(out(), "kubernetes.yaml"), "utf8");
    assert.match(content, /^# changed: server: published port 127\.0\.0\.1:8080 to 8080\/tcp/m);
    assert.match(await readFile(join(out(), "README.md"), "utf8"), /^- changed: server: published port/m);
    assert.match(text, /changed: server: published port/);
    assert.deepEqual(
      parseAllDocuments(content).flatMap(({ errors }) => errors),
      [],
    );
  });

  it("refuses a folder that is not empty, an unknown approach and a port that is none", async () => {
    await writeFile(join(folder(), "mine"), "");
    const attempt = async (...args: readonly string[]) => main([...args]);
    await rejectsWithUserError(attempt("hello", "--out", folder()), {
      found: /is not empty/,
      allowed: /empty folder/,
      remedy: /--out/,
    });
    await rejectsWithUserError(attempt("hello", "--approach", "solaris", "--out", out()), {
      found: /no approach "solaris"/,
      allowed: /separate/,
      remedy: /./,
    });
    await rejectsWithUserError(attempt("hello", "--port", "0", "--out", out()), {
      found: /--port is 0/,
      allowed: /65535/,
      remedy: /./,
    });
    await assert.rejects(access(out()));
  });
});
