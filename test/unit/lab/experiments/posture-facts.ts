import type { HostFacts, Inspected, RootFacts, UnitFacts } from "../../../../lab/experiments/posture/facts.ts";

/** A container that passes every check, for tests to change. */
export function soundUnit(change: Partial<Inspected["HostConfig"]> = {}, more: Partial<UnitFacts> = {}): UnitFacts {
  const inspected: Inspected = {
    Id: "0123456789abcdef",
    AppArmorProfile: "docker-default",
    ProcessLabel: "",
    Mounts: [],
    Config: { User: "10001:10001", Healthcheck: { Test: ["CMD", "true"] } },
    NetworkSettings: { Networks: { own: {} } },
    HostConfig: {
      Privileged: false,
      CapAdd: null,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      NetworkMode: "own",
      IpcMode: "private",
      Memory: 1,
      NanoCpus: 1,
      CpuShares: 0,
      CpuQuota: 0,
      PidsLimit: 64,
      ReadonlyRootfs: true,
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 },
      MaskedPaths: ["/proc/kcore"],
      ReadonlyPaths: ["/proc/sys"],
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "20000" }] },
      ...change,
    },
  };
  return { unit: "one", inspected, imageHealthcheck: true, root: powerlessRoot(), programs: ["/bin/true"], ...more };
}

export function powerlessRoot(change: Partial<RootFacts> = {}): RootFacts {
  return {
    capabilities: "0",
    bounding: "0",
    noNewPrivileges: true,
    seccomp: 2,
    devices: [],
    devicesRefused: 4,
    devicesNotTried: [],
    initModule: "EPERM",
    mounts: [],
    surfaces: [],
    ...change,
  };
}

export const host: HostFacts = { appArmor: true, seLinux: false, entryPort: 8080 };
