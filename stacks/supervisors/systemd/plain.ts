import type { Service, Workload } from "../../../services/contract.ts";
import { restartOf } from "../../../services/restart.ts";
import type { ContextFile, Settings } from "../../contract.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { serviceEnv } from "../../rendering/service-env.ts";
import { groupsOf } from "../../rendering/volumes.ts";
import { throughSecrets } from "../../rendering/with-secrets.ts";
import { allTraits, longestGrace, type Supervisor } from "../contract.ts";
import { refuseCompletion } from "../plain.ts";
import { namesOfUsers } from "../user-names.ts";
import { control } from "./control.ts";
import { unitName } from "./paths.ts";
import { ownGraceSeconds, stopSignal } from "./pid1.ts";
import { limitLines } from "./service-unit.ts";
import { plain, word, words } from "./syntax.ts";
import { unitFile } from "./unit-file.ts";

/** systemd as users of containers run it: the packages' own targets, and a unit per service with what is usual in one. */
export const plainSystemd: Supervisor = {
  name: "systemd",
  folds: false,
  traits: {
    ...allTraits,
    ordersStart: false,
    endsWithEssential: false,
    stopExitCode: 130, // Halting ends a privileged container as if by SIGINT.
  },
  limitsServices: () => true,
  supervise(workload, settings) {
    refuseCompletion(workload, "systemd");
    const { services } = workload;
    return {
      packages: ["systemd-sysv"],
      files: [...services.map((service) => plainUnit(service, workload, settings)), control(services)],
      instructions: [namesOfUsers(workload), fewerUnits, `RUN systemctl enable ${services.map(named).join(" ")}`],
      command: ["/lib/systemd/systemd"],
      scratch: [scratchMount("/run", 64, 0o755), scratchMount("/run/lock", 5, 0o1777)],
      env: { container: "oci" },
      // Without it the container's log is empty, and what the journal has is lost with the container.
      terminal: true,
      stop: { signal: stopSignal, graceSeconds: longestGrace(services) + ownGraceSeconds },
      log: "tagged",
      verifications: [
        { title: "no unit has failed", argv: ["sh", "-c", '[ -z "$(systemctl list-units --failed --no-legend)" ]'] },
      ],
      warnings: [
        "systemd gives up a service that is started five times within 10 s; the others run on, and so does the container",
        "a service starts once those that it depends on have been started, whether they are ready or not",
        "the container's exit code after a stop is 130",
      ],
    };
  },
};

const named = ({ name }: Service) => unitName(name);

/** The lines that are copied from one Dockerfile with systemd to the next. Without them units would set up devices, kernel settings and consoles: the host's, where it is privileged. */
const fewerUnits = `RUN ${[
  "cd /lib/systemd/system",
  "find sysinit.target.wants -type l ! -name systemd-tmpfiles-setup.service -delete",
  "rm -f multi-user.target.wants/* /etc/systemd/system/*.wants/* local-fs.target.wants/* basic.target.wants/*",
  "rm -f sockets.target.wants/*udev* sockets.target.wants/*initctl*",
].join(" \\\n && ")}`;

function plainUnit(service: Service, workload: Workload, { limits }: Settings): ContextFile {
  const { name, summary, command, user, dependsOn, stopSignal: signal, stopGraceSeconds } = service;
  const groups = groupsOf(service, workload);
  const env = Object.entries(serviceEnv(service, () => "localhost"));
  return unitFile(unitName(name), [
    "[Unit]",
    `Description=${plain(summary)}`,
    `After=${["network.target", ...Object.keys(dependsOn).map(unitName)].join(" ")}`,
    "",
    "[Service]",
    `ExecStart=:${words([...throughSecrets(service), ...command])}`,
    `User=${user.uid}`,
    `Group=${user.gid}`,
    ...(groups.length === 0 ? [] : [`SupplementaryGroups=${groups.join(" ")}`]),
    ...env.map(([key, value]) => `Environment=${word(`${key}=${value}`)}`),
    `Restart=${{ always: "always", "on-failure": "on-failure", never: "no" }[restartOf(service)]}`,
    ...(signal === "SIGTERM" ? [] : [`KillSignal=${signal}`]),
    `TimeoutStopSec=${stopGraceSeconds}`,
    ...(limits === "service" ? limitLines(service) : []),
    "# The console is the container's log.",
    "StandardOutput=journal+console",
    `SyslogIdentifier=${name}`,
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]);
}
