import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { shell as supervisor } from "../../supervisors/shell/index.ts";

/** The start script that people write first: the lab's baseline. */
export const shell: Approach = {
  name: "shell",
  summary: "one container whose start script puts services into the background: the anti-pattern, for comparison",
  ...together(supervisor),
  requires: [],
};
