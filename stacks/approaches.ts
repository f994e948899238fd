import { UserError } from "../errors/user-error.ts";
import { libvirtLxc } from "./approaches/libvirt-lxc/index.ts";
import { lxcBoot } from "./approaches/lxc-boot/index.ts";
import { lxc } from "./approaches/lxc/index.ts";
import { nspawnBoot } from "./approaches/nspawn-boot/index.ts";
import { nspawnUnits } from "./approaches/nspawn-units/index.ts";
import { nspawn } from "./approaches/nspawn/index.ts";
import { pod } from "./approaches/pod/index.ts";
import { podmanPod } from "./approaches/podman-pod/index.ts";
import { podmanSystemd } from "./approaches/podman-systemd/index.ts";
import { podman } from "./approaches/podman/index.ts";
import { runc } from "./approaches/runc/index.ts";
import { runitGraceful } from "./approaches/runit-graceful/index.ts";
import { runit } from "./approaches/runit/index.ts";
import { s6 } from "./approaches/s6/index.ts";
import { separate } from "./approaches/separate/index.ts";
import { shell } from "./approaches/shell/index.ts";
import { supervisordPlain } from "./approaches/supervisord-plain/index.ts";
import { supervisord } from "./approaches/supervisord/index.ts";
import { systemdLeast } from "./approaches/systemd-least/index.ts";
import { systemdPlain } from "./approaches/systemd-plain/index.ts";
import { systemd } from "./approaches/systemd/index.ts";
import { vmApart } from "./approaches/vm-apart/index.ts";
import { vm } from "./approaches/vm/index.ts";
import type { Approach } from "./contract.ts";

/** All approaches: one folder, one line. */
export const approaches = {
  separate,
  pod,
  supervisord,
  "supervisord-plain": supervisordPlain,
  s6,
  "runit-graceful": runitGraceful,
  "systemd-least": systemdLeast,
  systemd,
  "systemd-plain": systemdPlain,
  runit,
  shell,
  podman,
  "podman-pod": podmanPod,
  "podman-systemd": podmanSystemd,
  runc,
  nspawn,
  "nspawn-boot": nspawnBoot,
  "nspawn-units": nspawnUnits,
  lxc,
  "lxc-boot": lxcBoot,
  "libvirt-lxc": libvirtLxc,
  vm,
  "vm-apart": vmApart,
} satisfies Record<string, Approach>;

export type ApproachName = keyof typeof approaches;

/** In the order of the registry. */
export const approachNames = Object.keys(approaches) as ApproachName[];

/**
 * @param source where the names come from, for the message
 * @throws UserError for an unknown name, with the known ones
 */
export function approachesNamed(names: readonly string[], source: string): Approach[] {
  const known: Readonly<Record<string, Approach>> = approaches;
  return names.map((name) => {
    const approach = Object.hasOwn(known, name) ? known[name] : undefined;
    if (approach !== undefined) return approach;
    throw new UserError({
      found: `There is no approach "${name}" (${source}).`,
      allowed: approachNames.join(", "),
      remedy: 'name the stack after an approach, or: ./pulumiw config set --path "approaches[0]" NAME',
    });
  });
}
