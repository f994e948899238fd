import type { Workload } from "../../../services/contract.ts";
import { groupsOf } from "../../rendering/volumes.ts";
import { allTraits, type Supervisor } from "../contract.ts";
import { refuseCompletion, unableTo } from "../plain.ts";
import { namesOfUsers } from "../user-names.ts";
import { control } from "./control.ts";
import { graceSeconds } from "./index.ts";
import { confPath } from "./paths.ts";
import { plainConf, plainSocket } from "./plain-conf.ts";

/** supervisord as its users write it: PID 1 with one configuration file, whose programs write to the container's log. */
export const plainSupervisord: Supervisor = {
  name: "supervisord",
  folds: false,
  traits: { ...allTraits, separatesLogs: false, ordersStart: false, endsWithEssential: false },
  supervise(workload) {
    refuseCompletion(workload, "supervisord");
    refuseGroups(workload);
    const { services } = workload;
    return {
      packages: ["python3", "supervisor"],
      files: [plainConf(workload), ...control(services, plainSocket, mainOf)],
      instructions: [namesOfUsers(workload)],
      command: ["/usr/bin/supervisord", "-c", confPath],
      scratch: [],
      stop: { signal: "SIGTERM", graceSeconds: graceSeconds(services) },
      log: "mixed",
      verifications: [
        {
          title: "supervisord reports every service as RUNNING",
          argv: ["supervisorctl", "status", ...services.map(({ name }) => name)],
        },
      ],
      warnings: [
        "log lines do not tell which service wrote them, and may be split",
        "supervisord gives up a service that ends four times within a second of its start; the others run on, and so does the container",
        "services start one after another, whether those that they depend on are ready or not",
        "a stop within the first second after the start is lost: supervisord has no handler yet, and the container is killed after the grace period",
      ],
    };
  },
};

/** supervisord knows the main process: no launcher is in front of it that could note it. */
const mainOf = ["main_of() {", '  main=$(supervisorctl pid "$1" 2>/dev/null) && [ "$main" != 0 ] && echo "$main"', "}"];

/** The names that users and groups get have no members, and supervisord reads them there. */
function refuseGroups(workload: Workload): void {
  const service = workload.services.find((one) => groupsOf(one, workload).length > 0);
  if (service === undefined) return;
  throw unableTo(service, workload.name, "its user is in the group of a volume, which supervisord.conf cannot say");
}
