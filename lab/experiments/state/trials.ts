import { askAsService } from "../../instruments/programs.ts";
import type { Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";

const inRoot = "/var/lab-state";
const inVolume = "/lab-volume/state";
const megabytes = 64;

/** Whether written files are there. */
export interface Kept {
  readonly restart: boolean;
  readonly recreation: boolean;
  readonly volume: boolean;
}

/** Writes into clones of a container, which have a writable root and a volume. */
export async function keeps(tools: Tools, container: string): Promise<Kept> {
  const { api, docker, labels, signal } = tools;
  const volume = `${container}-state`;
  await docker.run(["volume", "create", ...labels, volume], { signal });
  const make = async () => {
    const clones = await tools.clone({
      suffix: "-state",
      publish: false,
      containers: [container],
      change: (body) => idle(body, tools.probeImage, volume),
    });
    await clones.start();
    return clones;
  };
  try {
    const first = await make();
    const [name = ""] = first.names;
    const has = async (path: string) =>
      (await docker.attempt(["exec", name, "test", "-e", path], { signal })).exitCode === 0;
    try {
      await docker.run(["exec", "--user", "0", name, "sh", "-c", `echo lab >${inRoot} && echo lab >${inVolume}`], {
        signal,
      });
      await api.call("POST", `/containers/${name}/restart?t=0`);
      const restart = await has(inRoot);
      await first.remove();
      const second = await make();
      try {
        return { restart, recreation: await has(inRoot), volume: await has(inVolume) };
      } finally {
        await second.remove();
      }
    } finally {
      await first.remove();
    }
  } finally {
    await docker.attempt(["volume", "rm", "--force", volume]);
  }
}

/** The container's settings with a program that does nothing; only what concerns files differs. */
function idle(body: CreateBody, image: string, volume: string): CreateBody {
  return {
    ...body,
    Image: image,
    Entrypoint: null,
    Cmd: ["sleep", "600"],
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      ...body.HostConfig,
      ReadonlyRootfs: false,
      Privileged: false,
      Mounts: [{ Type: "volume", Source: volume, Target: "/lab-volume" }],
      Binds: null,
      RestartPolicy: { Name: "no" },
    },
  };
}

/** Folders on the host's disk into which a service can write, in its container as it is deployed. */
export function fills(tools: Tools, service: string): Promise<readonly string[]> {
  return askAsService<readonly string[]>(tools, service, "fill-briefly", { bytes: megabytes * 1_000_000 });
}
