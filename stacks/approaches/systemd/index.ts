import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { systemd as supervisor } from "../../supervisors/systemd/index.ts";
import { privilegedGrants, privilegedWarnings } from "./grants.ts";

/** systemd as it is mostly put into containers: with all privileges. For contrast; `systemd-least` shows that it needs none of them. */
export const systemd: Approach = {
  name: "systemd",
  summary: "one privileged container whose PID 1 is systemd, with the host's cgroups: for contrast",
  // Privileged containers have no system call filter: the units filter in its place.
  ...together(supervisor({ filtersCalls: true }), { grants: privilegedGrants, warnings: privilegedWarnings }),
  requires: ["privileged"],
};
