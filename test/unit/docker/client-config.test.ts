import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clientConfig, configuredProxies } from "../../../docker/client-config.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("the docker client's own configuration", () => {
  const folder = useTemporaryFolder();

  for (const [what, text] of [
    ["missing", undefined],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["a number", "1"],
  ] as const) {
    it(`is empty if its file is ${what}`, async () => {
      if (text !== undefined) await writeFile(join(folder(), "config.json"), text);
      const { currentContext, proxies } = await clientConfig({ DOCKER_CONFIG: folder() });
      assert.deepEqual([currentContext, proxies], [undefined, undefined]);
    });
  }

  it("is below the home folder unless DOCKER_CONFIG names another", async () => {
    await mkdir(join(folder(), ".docker"));
    await writeFile(join(folder(), ".docker", "config.json"), '{"currentContext":"far"}');
    assert.equal((await clientConfig({ HOME: folder(), DOCKER_CONFIG: "" })).currentContext, "far");
  });

  it("has proxies for a daemon's address, or for all", () => {
    const config = {
      proxies: { default: { httpProxy: "http://p:1", noProxy: "a" }, "tcp://far:1": { allProxy: "q" } },
    };
    assert.deepEqual(configuredProxies(config, "unix:///s"), { HTTP_PROXY: "http://p:1", NO_PROXY: "a" });
    assert.deepEqual(configuredProxies(config, "tcp://far:1"), { ALL_PROXY: "q" });
    assert.deepEqual(configuredProxies({}, "unix:///s"), {});
  });
});
