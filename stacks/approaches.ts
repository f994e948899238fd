import { UserError } from "../errors/user-error.ts";
import { pod } from "./approaches/pod/index.ts";
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
