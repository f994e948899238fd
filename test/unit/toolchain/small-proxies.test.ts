import assert from "node:assert/strict";
import { smallProxies } from "../../../toolchain/host/small-proxies.ts";

describe("toolchain / proxies for apt", () => {
  it("proxies in capitals are passed on in small letters; a variable in small letters stays unchanged", () => {
    const env = { HTTP_PROXY: "http://p:1", HTTPS_PROXY: "http://p:2", https_proxy: "http://own:2", NO_PROXY: "" };
    assert.deepEqual(smallProxies(env), { http_proxy: "http://p:1" });
  });

  it("without proxies there is nothing to pass on", () => {
    assert.deepEqual(smallProxies({ HOME: "/root" }), {});
  });
});
