import { existsSync } from "node:fs";
import { dockerClient, type DockerClient } from "../../docker/client.ts";
import { findBaseImage, type BaseImageWish } from "../base-image/ensure.ts";
import { hostLackingCapabilities } from "../engine/capabilities.ts";
import { findEngine, type Engine } from "../engine/ensure.ts";
import { hostEngine } from "../engine/settings.ts";
import { canInstallPackages } from "../host/apt.ts";
import { formatBytes } from "../host/disk.ts";
import type { Finding } from "./finding.ts";
import { asFinding } from "./tools.ts";

/** The facts of `docker info` that matter here. */
export interface EngineInfo {
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly DefaultRuntime?: string;
  readonly LiveRestoreEnabled?: boolean;
  readonly Swarm?: { readonly LocalNodeState?: string };
  readonly KernelVersion?: string;
  readonly OperatingSystem?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
}

/** The Docker daemon, and what it says about its host. */
export async function examineEngine(wish: BaseImageWish): Promise<Finding[]> {
  let engine: Engine | undefined;
  try {
    engine = await findEngine();
  } catch (error) {
    return [asFinding("docker", error)];
  }
  if (engine === undefined) return [await noEngine()];
  const docker = dockerClient(engine.endpoint);
  const [info, image] = await Promise.all([engineInfo(docker), findBaseImage(docker, wish)]);
  const { version, apiVersion, endpoint, origin } = engine;
  const from = origin === "setup" ? "started by setup" : "yours";
  const isLocal = endpoint.host.startsWith("unix://");
  return [
    {
      area: "docker",
      status: "ok",
      found: `${version}, API ${apiVersion}, at ${endpoint.host} (${endpoint.source}), ${from}`,
    },
    {
      area: "docker host",
      status: "ok",
      found: `${info.OperatingSystem ?? "?"}, kernel ${info.KernelVersion ?? "?"}, ${info.NCPU ?? 0} CPUs, ${formatBytes(info.MemTotal ?? 0)}`,
    },
    {
      area: "cgroups",
      status: "ok",
      found: `${cgroupVersion(info, isLocal && existsSync("/sys/fs/cgroup/unified"))}, driver ${info.CgroupDriver ?? "?"}`,
    },
    ...(isLocal ? runtimeFindings(await hostLackingCapabilities(), info, origin) : []),
    swarmFinding(info),
    image === undefined
      ? { area: "base image", status: "warn", found: "none yet", remedy: "nothing: setup pulls or builds one." }
      : { area: "base image", status: "ok", found: `${image.name} (${image.origin})` },
  ];
}

async function noEngine(): Promise<Finding> {
  const able = process.getuid?.() === 0 && (await canInstallPackages());
  return {
    area: "docker",
    status: able ? "warn" : "lack",
    found: "no Docker daemon, or no docker command line",
    remedy: able
      ? "nothing: setup installs docker.io and starts it."
      : "install or start Docker (docs.docker.com/engine/install), or name a daemon with DOCKER_HOST.",
  };
}

async function engineInfo(docker: DockerClient): Promise<EngineInfo> {
  return JSON.parse(await docker.run(["info", "--format", "{{json .}}"])) as EngineInfo;
}

/** Docker says 1 or 2; only its host shows whether v2 is mounted beside v1. */
export function cgroupVersion(info: EngineInfo, unifiedBeside: boolean): string {
  if (info.CgroupVersion === "2") return "v2";
  return unifiedBeside ? "v1 (hybrid)" : "v1";
}

/** What a reduced capability bounding set means for this daemon. */
export function runtimeFindings(lacking: readonly string[], info: EngineInfo, origin: Engine["origin"]): Finding[] {
  const runtime = info.DefaultRuntime ?? "runc";
  if (lacking.length === 0) {
    return [{ area: "capabilities", status: "ok", found: `all that the kernel knows; runtime ${runtime}` }];
  }
  const found = `this host lacks ${lacking.join(", ")}; default runtime ${runtime}`;
  if (runtime !== "runc") {
    return [{ area: "capabilities", status: "ok", found: `${found} (a wrapper that leaves them out)` }];
  }
  const wrapper = `${hostEngine.directory}/runc-bounded`;
  return [
    {
      area: "capabilities",
      status: "warn",
      found: `${found}: --privileged and some docker exec will fail`,
      remedy:
        origin === "setup"
          ? "npm run engine -- stop && npm run engine -- start"
          : `add to Docker's daemon.json: "runtimes": {"bounded": {"path": "${wrapper}"}}, "default-runtime": "bounded", and restart it.`,
    },
  ];
}

function swarmFinding(info: EngineInfo): Finding {
  const state = info.Swarm?.LocalNodeState ?? "unknown";
  const liveRestore = info.LiveRestoreEnabled === true;
  return {
    area: "swarm",
    status: "ok",
    found: `${state}${liveRestore ? "; live-restore is on, which excludes swarm mode with this daemon" : ""}`,
  };
}
