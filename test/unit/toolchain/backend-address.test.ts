import fc from "fast-check";
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { backendAddress, fileAddress, folderOf } from "../../../toolchain/backend-address.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

describe("the address of a file backend", () => {
  it("is a URL that leads to the folder, whatever characters that has", () => {
    assert.equal(fileAddress("/home/a/.state"), "file:///home/a/.state");
    assert.equal(fileAddress("/a#b%20c?d/.state"), "file:///a%23b%2520c%3Fd/.state");
    const name = fc
      .string({ unit: "binary", minLength: 1 })
      .filter((text) => !/[/\0\s]/.test(text) && !/[\uD800-\uDFFF]/.test(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (names) => {
        const folder = `/${names.join("/")}`;
        assert.equal(folderOf(fileAddress(folder)), folder);
      }),
    );
  });

  it("is no other backend's", () => {
    for (const address of ["s3://bucket", "https://api.example.org", ""]) assert.equal(folderOf(address), undefined);
  });

  it("may be one that Pulumi refuses", () => {
    assert.equal(folderOf("file:///100%"), "/100%");
  });
});

describe("the backend's address", () => {
  const folder = useTemporaryFolder();
  const project = (url: string) => writeFile(join(folder(), "Pulumi.yaml"), `name: x\nbackend:\n  url: ${url}\n`);

  it("is that of Pulumi.yaml, relative to the project's folder", async () => {
    await project("file://./.state");
    assert.equal(backendAddress(folder(), {}), `file://${folder()}/.state`);
  });

  it("may be the project's folder, or be outside of it", async () => {
    await project("file://.");
    assert.equal(backendAddress(folder(), {}), `file://${folder()}`);
    await project("file://../state");
    assert.equal(backendAddress(folder(), {}), `file://${dirname(folder())}/state`);
  });

  it("is absolute if it is so in Pulumi.yaml", async () => {
    await project("file:///var/state");
    assert.equal(backendAddress(folder(), {}), "file:///var/state");
  });

  it("is that of PULUMI_BACKEND_URL, if it is set", async () => {
    await project("file://./.state");
    for (const url of ["s3://bucket", "https://api.example.org", "file:///elsewhere"]) {
      assert.equal(backendAddress(folder(), { PULUMI_BACKEND_URL: url }), url);
    }
    assert.equal(backendAddress(folder(), { PULUMI_BACKEND_URL: "file://./own" }), `file://${folder()}/own`);
  });

  it("ignores an empty PULUMI_BACKEND_URL, as Pulumi does", async () => {
    await project("file://./.state");
    assert.equal(backendAddress(folder(), { PULUMI_BACKEND_URL: "" }), `file://${folder()}/.state`);
  });

  it("differs between two users who keep their state at home", () => {
    const env = { PULUMI_BACKEND_URL: "file://~" };
    assert.equal(backendAddress(folder(), { ...env, HOME: "/home/a" }), "file:///home/a");
    assert.equal(backendAddress(folder(), { PULUMI_BACKEND_URL: "file://~/x", HOME: "/home/b" }), "file:///home/b/x");
    assert.equal(backendAddress(folder(), env), `file://${homedir()}`);
  });

  it("is an error for a project that names none", async () => {
    await writeFile(join(folder(), "Pulumi.yaml"), "name: x\n");
    assert.throws(() => backendAddress(folder(), {}), /names no backend/);
  });
});
