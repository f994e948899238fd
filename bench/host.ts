import { execa } from "execa";
import { cpus, loadavg, release, totalmem } from "node:os";
import type { EngineApi } from "../docker/engine-api.ts";

/** The machine that was measured on. */
export interface HostFacts {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly system: string;
  readonly engine: string;
  readonly storageDriver: string;
  readonly cgroups: string;
  readonly node: string;
  readonly pulumi: string;
  readonly compose: string;
}

/** Load average of the last minute. Above the number of cores, figures say more of the neighbours than of the tools. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

interface Info {
  readonly ServerVersion: string;
  readonly Driver: string;
  readonly CgroupVersion: string;
  readonly CgroupDriver: string;
  readonly OperatingSystem: string;
}

/** @param pulumiCommand path of the Pulumi that is measured */
export async function hostFacts(api: EngineApi, pulumiCommand: string, compose: string): Promise<HostFacts> {
  const [info, pulumi] = await Promise.all([
    api.call("GET", "/info") as Promise<Info>,
    execa(pulumiCommand, ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } }),
  ]);
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    system: info.OperatingSystem,
    engine: info.ServerVersion,
    storageDriver: info.Driver,
    cgroups: `version ${info.CgroupVersion}, ${info.CgroupDriver}`,
    node: process.version,
    pulumi: pulumi.stdout.trim(),
    compose,
  };
}
