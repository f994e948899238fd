import type { Experiment } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { entryOf } from "../roles.ts";
import { fills, keeps } from "./state/trials.ts";

export const state: Experiment = {
  name: "state",
  title: "State",
  question:
    "What is left of written data after a restart and after a new container, and can a service fill the host's disk?",
  method:
    "A clone of the entry's container, with a writable root file system and a volume, gets a file in each. It is restarted, then removed and created again from the same settings, and the files are looked for. Fills: with the entry's own user, in the container as it is deployed, a program tries to write 64 MB into every common folder that is not in memory, and removes it at once.",
  excludes: "Databases, which have to survive a kill in the middle of a write.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: true,
  begins: "resumed",
  long: true,
  figures: {
    "survives.restart": { title: "a written file is there after a restart", unit: "yes-no", better: "none" },
    "survives.recreation": {
      title: "a written file is there in a new container with the same settings",
      unit: "yes-no",
      better: "none",
    },
    volume: { title: "a file in a volume is there in a new container", unit: "yes-no", better: "none" },
    fills: { title: "a service can write 64 MB to the host's disk", unit: "yes-no", better: "no" },
  },
  elsewhere:
    "It restarts and creates again copies of a container with a volume of their own, which the Engine API makes; the verbs make no copies.",
  async run({ deployment, workload }, tools) {
    const entry = entryOf(workload);
    const { restart, recreation, volume } = await keeps(tools, containerOf(deployment, entry.name));
    const filled = await fills(tools, entry.name);
    return {
      values: {
        "survives.restart": restart,
        "survives.recreation": recreation,
        volume,
        fills: filled.length > 0,
      },
      details: { filled },
    };
  },
};
