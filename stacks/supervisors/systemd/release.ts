import type { HostTrial } from "../../contract.ts";

/** That the systemd of the base image's release runs on the host's cgroups. */
export const runsHere: HostTrial = {
  title: "cgroups that the base image's systemd runs on",
  async lack(host, image) {
    if ((await host.host()).cgroupVersion === 2) return undefined;
    return tooNewForCgroup1(image, await host.release(image));
  },
};

/** The first release of each distribution with systemd 256, which refuses to start on cgroup v1 (its NEWS, 2024-06-11). */
const first: Readonly<Record<string, string>> = { debian: "13", ubuntu: "24.10" };

/** Debian's release in the making has no number. */
const unnumbered = ["trixie/sid", "forky/sid"];

/**
 * @param image for the message
 * @param release text of its /etc/os-release
 * @returns why the systemd of the release does not run on cgroup v1; undefined if it does, or the release is not known
 */
export function tooNewForCgroup1(image: string, release: string): string | undefined {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(release)?.[1] ?? "";
  const since = first[field("ID")];
  if (since === undefined) return undefined;
  const version = field("VERSION_ID");
  const isNew = version === "" ? unnumbered.some((name) => release.includes(name)) : !isBefore(version, since);
  if (!isNew) return undefined;
  const name = field("PRETTY_NAME") || `${field("ID")} ${version}`;
  return `this host has cgroup v1, and the base image ${image} is ${name}, whose systemd needs cgroup v2`;
}

function isBefore(version: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [numbers(version), numbers(other)];
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function numbers(version: string): number[] {
  return version.split(".").map(Number);
}
