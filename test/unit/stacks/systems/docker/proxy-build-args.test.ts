import assert from "node:assert/strict";
import { proxyBuildArgs } from "../../../../../stacks/systems/docker/proxy-build-args.ts";

describe("stacks / proxies of image builds", () => {
  it("no proxy, no build argument: exceptions alone say nothing", () => {
    assert.equal(proxyBuildArgs({}), undefined);
    assert.equal(proxyBuildArgs({ HTTP_PROXY: "", NO_PROXY: "localhost" }), undefined);
  });

  it("each proxy under both spellings, whichever is set; the small one wins, as with curl", () => {
    assert.deepEqual(
      proxyBuildArgs({
        HTTP_PROXY: "http://large:1",
        http_proxy: "http://small:1",
        HTTPS_PROXY: "http://p:1",
        NO_PROXY: "a,b",
      }),
      {
        http_proxy: "http://small:1",
        HTTP_PROXY: "http://small:1",
        https_proxy: "http://p:1",
        HTTPS_PROXY: "http://p:1",
        no_proxy: "a,b",
        NO_PROXY: "a,b",
      },
    );
  });

  it("those of docker's own configuration are for builds: each wins over the environment's", () => {
    const env = { HTTP_PROXY: "http://shell:1", HTTPS_PROXY: "http://shell:1" };
    assert.deepEqual(proxyBuildArgs(env, { HTTP_PROXY: "http://docker:1", NO_PROXY: "a" }), {
      http_proxy: "http://docker:1",
      HTTP_PROXY: "http://docker:1",
      https_proxy: "http://shell:1",
      HTTPS_PROXY: "http://shell:1",
      no_proxy: "a",
      NO_PROXY: "a",
    });
  });

  for (const address of [
    "http://127.0.0.1:3128",
    "http://user:word@localhost:3128/",
    "LOCALHOST:3128",
    "127.0.0.2:3128",
    "http://[::1]:3128",
  ]) {
    it(`${address} is this host's own, which a build cannot reach`, () => {
      assert.equal(proxyBuildArgs({ HTTPS_PROXY: address }), undefined);
    });
  }

  for (const address of ["http://localhost.example.com:3128", "http://10.0.0.1:3128", "http://127.0.0.1@proxy:3128"]) {
    it(`${address} is not`, () => {
      assert.equal(proxyBuildArgs({ HTTPS_PROXY: address })?.https_proxy, address);
    });
  }
});
