import { execa } from "execa";
import { cpus, loadavg } from "node:os";
import type { EngineApi } from "../../docker/engine-api.ts";
import type { HostFingerprint } from "../results/record.ts";
import type { ProbeSource } from "./host-probe.ts";

interface Info {
  readonly ServerVersion: string;
  readonly Driver: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver: string;
  readonly OperatingSystem: string;
  readonly KernelVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly DefaultRuntime: string;
  readonly LiveRestoreEnabled: boolean;
}

/** Load average of the last minute on this machine. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Docker's host as Docker describes it, and the tools that are used. */
export async function fingerprint(
  api: EngineApi,
  source: ProbeSource,
  { pulumi, baseImage }: { readonly pulumi: string; readonly baseImage: string },
): Promise<HostFingerprint> {
  const info = (await api.call("GET", "/info")) as Info;
  const words = ["run", "--rm", "--network", "none", ...source.labels, source.image];
  const inside = (command: string) => source.docker.run([...words, "sh", "-c", command]);
  const [version, cpu, distribution, userlandProxy, otherContainers] = await Promise.all([
    execa(pulumi, ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } }),
    inside("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1"),
    inside(". /etc/os-release; echo $PRETTY_NAME"),
    usesPortProxy(source),
    containersBeside(api, source),
  ]);
  return {
    cpu: cpu.trim() || (cpus()[0]?.model.trim() ?? "unknown"),
    cores: info.NCPU,
    memoryBytes: info.MemTotal,
    kernel: info.KernelVersion,
    system: info.OperatingSystem,
    engine: info.ServerVersion,
    runtime: info.DefaultRuntime,
    storageDriver: info.Driver,
    cgroupVersion: info.CgroupVersion === "2" ? 2 : 1,
    cgroupDriver: info.CgroupDriver,
    userlandProxy,
    liveRestore: info.LiveRestoreEnabled,
    pulumi: version.stdout.trim(),
    node: process.version,
    baseImage: `${baseImage} (${distribution.trim()})`,
    load: loadNow(),
    otherContainers,
  };
}

/** Number of running containers without the lab's labels. */
async function containersBeside(api: EngineApi, { labels }: ProbeSource): Promise<number> {
  const running = (await api.call("GET", "/containers/json")) as readonly {
    Labels: Readonly<Record<string, string>>;
  }[];
  const own = labels.filter((word) => word !== "--label").map((label) => label.split("="));
  return running.filter(({ Labels }) => !own.every(([name = "", value]) => Labels[name] === value)).length;
}

/** Whether Docker runs a docker-proxy for each published port. The API does not tell: a port is published, and the process is looked for on the host. */
async function usesPortProxy({ docker, image, labels }: ProbeSource): Promise<boolean> {
  const words = ["run", "--detach", "--rm", ...labels, "--publish", "127.0.0.1::9", image, "sleep", "30"];
  const container = (await docker.run(words)).trim();
  try {
    const find = "grep -l '^docker-proxy$' /proc/[0-9]*/comm 2>/dev/null | grep -c . || true";
    const host = ["run", "--rm", ...labels, "--network", "none", "--pid", "host", image, "sh", "-c", find];
    return Number(await docker.run(host)) > 0;
  } finally {
    await docker.attempt(["rm", "--force", container]);
  }
}
