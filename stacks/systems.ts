import type { Approach } from "./contract.ts";
import type { System } from "./systems/contract.ts";
import { openDocker } from "./systems/docker/index.ts";
import { openLibvirtLxc } from "./systems/libvirt-lxc/index.ts";
import { openLxc } from "./systems/lxc/index.ts";
import { openNspawnUnits } from "./systems/nspawn-units/index.ts";
import { openNspawn } from "./systems/nspawn/index.ts";
import { openPodman } from "./systems/podman/index.ts";
import { openRunc } from "./systems/runc/index.ts";
import { openVm } from "./systems/vm/index.ts";

/** How a system is opened. @param builder what the first has been opened as: it builds the images of all others */
type Open = (builder: System) => System;

/** The system that approaches have by default; it builds images. */
const first = { docker: openDocker };

/** All others: one folder, one line. */
const others: Readonly<Record<string, Open>> = {
  podman: openPodman,
  runc: openRunc,
  nspawn: openNspawn,
  "nspawn-units": openNspawnUnits,
  lxc: openLxc,
  "libvirt-lxc": openLibvirtLxc,
  vm: openVm,
};

const [defaultSystem = ""] = Object.keys(first);

/** The systems, each opened once. */
export interface Systems {
  /** In the order of the registry. */
  readonly all: readonly System[];
  /** The one that an approach runs on. */
  readonly of: (approach: Pick<Approach, "system">) => System;
}

/** @param env variables that name a system's address, such as DOCKER_HOST. @default process.env */
export async function openSystems(env?: NodeJS.ProcessEnv): Promise<Systems> {
  const builder = await first.docker(env);
  const all = [builder, ...Object.values(others).map((open) => open(builder))];
  return {
    all,
    of({ system = defaultSystem }) {
      const found = all.find(({ name }) => name === system);
      if (found === undefined) throw new Error(`no system is named "${system}"`);
      return found;
    },
  };
}
