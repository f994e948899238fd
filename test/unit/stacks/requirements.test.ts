import assert from "node:assert/strict";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../stacks/config.ts";
import type { Approach, Requirement, SystemRequirement } from "../../../stacks/contract.ts";
import { checkHost, checkRequirements, grantingConfig, unmetRequirements } from "../../../stacks/requirements.ts";
import { runsHere } from "../../../stacks/supervisors/systemd/release.ts";
import type { System } from "../../../stacks/systems/contract.ts";
import { bundle } from "../../support/unit/fixtures/bundle.ts";
import { paperSystem } from "../../support/unit/paper-system.ts";
import { rejectsWithUserError, throwsUserError } from "../../support/unit/user-error.ts";

describe("an approach that needs privilege", () => {
  it("is refused unless the stack allows it", () => {
    throwsUserError(
      () => {
        checkRequirements([separate, bundle], parseConfig({}, "dev"), "dev");
      },
      {
        found: /^The approach bundle needs privilege, and the stack dev does not allow it\.$/,
        allowed: /^allowPrivileged: true/,
        remedy: /^\.\/pulumiw config set allowPrivileged true --stack dev$/,
      },
    );
  });

  it("is refused in production even if the stack allows it", () => {
    const config = parseConfig({ allowPrivileged: "true", environment: "production" }, "dev");
    throwsUserError(
      () => {
        checkRequirements([bundle], config, "dev");
      },
      {
        found: /^The approach bundle needs privilege, and the stack dev has environment: production\.$/,
        allowed: /no privilege/,
        remedy: /environment development --stack dev$/,
      },
    );
  });

  it("passes if the stack allows it, and one that needs none always passes", () => {
    checkRequirements([bundle], parseConfig({ allowPrivileged: "true" }, "dev"), "dev");
    checkRequirements([separate], parseConfig({ environment: "production" }, "dev"), "dev");
  });
});

describe("the configuration that grants an approach what it requires", () => {
  it("is what the check asks for, and empty if nothing is required", () => {
    const config = grantingConfig(bundle);
    assert.deepEqual(config, { allowPrivileged: "true" });
    checkRequirements([bundle], parseConfig(config, "dev"), "dev");
    assert.deepEqual(grantingConfig(separate), {});
  });
});

describe("what a deployment would not say by itself", () => {
  const needing = (...requires: Requirement[]): Approach => ({ ...bundle, requires });
  const lacking: System = { ...paperSystem(), lacks: () => Promise.resolve("cgroups are read-only") };

  it("is tried before it, and refused with the host's reason", async () => {
    await rejectsWithUserError(checkHost(needing("cgroupsBelowReadOnly"), lacking, "base:1"), {
      found: /^The approach bundle cannot be deployed on this host: cgroups are read-only$/,
      allowed: /^hosts with a read-only mount of cgroups that leaves those below it writable$/,
      remedy: /another approach/,
    });
  });

  it("is no refusal where the host has it, nor where nothing needs to be tried", async () => {
    await checkHost(needing("cgroupsBelowReadOnly", runsHere), paperSystem(), "base:1");
    await checkHost(needing(), lacking, "base:1");
  });

  it("is that systemd is too new for cgroup v1, where the host has that", async () => {
    const of = (cgroupVersion: 1 | 2): System => ({
      ...paperSystem(),
      host: () => Promise.resolve({ cgroupVersion, containersCgroup: "paper" }),
      release: () => Promise.resolve('ID=ubuntu\nVERSION_ID="25.04"\nPRETTY_NAME="Ubuntu 25.04"\n'),
    });
    await checkHost(needing(runsHere), of(2), "base:1");
    await rejectsWithUserError(checkHost(needing(runsHere), of(1), "base:1"), {
      found:
        /^The approach bundle cannot be deployed on this host: .* base image base:1 is Ubuntu 25\.04, .* cgroup v2$/,
      allowed: /cgroups/,
      remedy: /another approach/,
    });
  });
});

describe("what a system cannot grant", () => {
  /** A system that records what it tries. */
  function systemOf(
    name: string,
    reason: string | undefined,
  ): System & { readonly tried: [SystemRequirement, string][] } {
    const tried: [SystemRequirement, string][] = [];
    const lacks = (requirement: SystemRequirement, image: string) => {
      tried.push([requirement, image]);
      return Promise.resolve(reason);
    };
    return { ...paperSystem(), name, lacks, tried };
  }
  const named = (name: string, system = ""): Approach => ({ ...bundle, name, system });

  it("is listed for each approach that needs it, with the system's reason", async () => {
    const system = systemOf("paper", "no ink");
    const unmet = await unmetRequirements([separate, named("a"), named("b")], () => system, "base:1");
    assert.deepEqual(Object.fromEntries(unmet), {
      a: "needs privileged containers: no ink",
      b: "needs privileged containers: no ink",
    });
  });

  it("is empty if the system can grant all", async () => {
    assert.equal((await unmetRequirements([bundle], () => systemOf("paper", undefined), "base:1")).size, 0);
  });

  it("is tried once per system, for any number of approaches, and not if none needs it", async () => {
    const [paper, slate] = [systemOf("paper", "no ink"), systemOf("slate", undefined)];
    const approaches = [separate, named("a", "paper"), named("b", "slate"), named("c", "paper"), named("d", "slate")];
    const unmet = await unmetRequirements(approaches, ({ system }) => (system === "slate" ? slate : paper), "base:1");
    assert.deepEqual([...unmet.keys()], ["a", "c"]);
    assert.deepEqual([paper.tried, slate.tried], [[["privileged", "base:1"]], [["privileged", "base:1"]]]);
  });
});
