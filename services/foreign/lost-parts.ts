import type { Loss } from "../../errors/loss.ts";
import { placed } from "../compose/fault.ts";
import type { ForeignMount, ForeignNetwork, ForeignService, ForeignVolume, ForeignWorkload } from "./contract.ts";

/** What of keys that are honoured is not, a line each. */
export function lostParts({ services, networks, volumes }: ForeignWorkload): readonly Loss[] {
  return [
    ...services.flatMap(({ name, at, mounts, health }) => {
      const startInterval = health.kind === "none" ? undefined : health.schedule.startInterval;
      const parts = [
        ...mounts.flatMap(lostOfMount),
        ...(startInterval === undefined
          ? []
          : [["healthcheck.start_interval", "checks come at one interval"] as const]),
      ];
      return parts.map(([what, why]) => loss(`${name}: ${what}`, why, at));
    }),
    ...driven("network", networks, "bridge"),
    ...driven("volume", volumes, "local"),
  ];
}

type Lost = readonly [what: string, why: string];

function lostOfMount(mount: ForeignMount): readonly Lost[] {
  if (mount.kind === "tmpfs") return [];
  if (mount.kind === "bind") {
    const { selinux, creates, source } = mount;
    return [
      ...(selinux === undefined
        ? []
        : [[`the SELinux label of ${source}`, "folders of the host keep theirs"] as const]),
      ...(creates
        ? []
        : [[`create_host_path: false of ${source}`, "Docker makes a folder that is not there"] as const]),
    ];
  }
  const { path, copies, subpath } = mount;
  return [
    ...(copies ? [] : [[`nocopy of ${path}`, "an empty volume begins with what the image has there"] as const]),
    ...(subpath === undefined ? [] : [[`the subpath ${subpath} at ${path}`, "all of the volume is mounted"] as const]),
  ];
}

function driven(
  kind: string,
  all: Readonly<Record<string, ForeignNetwork | ForeignVolume>>,
  usual: string,
): readonly Loss[] {
  return Object.entries(all).flatMap(([name, { driver = usual, external }]) =>
    driver === usual || external !== undefined
      ? []
      : [loss(`the driver ${driver} of the ${kind} ${name}`, `each ${kind} has Docker's own, ${usual}`)],
  );
}

function loss(what: string, why: string, at?: ForeignService["at"]): Loss {
  return { kind: "refused", what, why, ...(at === undefined ? {} : { at: placed(at) }) };
}
