import { allTraits, longestGrace, type Supervisor } from "../contract.ts";
import { control } from "./control.ts";
import { files, runitWarnings } from "./files.ts";
import { linkServices, runitScratch, servicesFolder, stateLinks, watchedFolder } from "./paths.ts";
import { addReplica } from "./replica.ts";

/** runsvdir as PID 1, as in many images: it does not forward signals. */
export const runit: Supervisor = {
  name: "runit",
  traits: { ...allTraits, stopsGracefully: false, endsWithEssential: false },
  addReplica,
  supervise: ({ services }) => ({
    packages: ["runit"],
    files: [...files(services, () => []), control(services)],
    command: ["/bin/sh", "-c", `${linkServices} && exec /usr/bin/runsvdir -P ${watchedFolder}`],
    instructions: stateLinks(services),
    scratch: runitScratch,
    stop: { signal: "SIGTERM", graceSeconds: longestGrace(services) },
    log: "prefixed",
    verifications: [
      {
        title: "sv finds every service in the wanted state",
        argv: ["sv", "-w", "10", "check", ...services.map(({ name }) => `${servicesFolder}/${name}`)],
      },
    ],
    warnings: [
      "no service gets the stop signal: runsvdir exits at once with 0, and the kernel kills the rest",
      ...runitWarnings,
    ],
  }),
};
