import type { Service, Workload } from "../../../services/contract.ts";
import type { Rendering, Settings } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { supervisordConf } from "./conf.ts";
import { control } from "./control.ts";
import { firstProgram } from "./first.ts";
import { firstPath, runFolder } from "./paths.ts";
import { orderProgram, runPrograms } from "./programs.ts";

/** @returns one container that supervisord is the first process of */
export function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  return fold(workload, settings, {
    packages: ["python3", "supervisor"],
    files: [
      supervisordConf(services),
      firstProgram(),
      ...runPrograms(services),
      ...orderProgram(services),
      ...control(),
    ],
    // Until it can handle them, signals have to wait: the kernel drops those that its first process has no handler for.
    command: ["/usr/bin/env", "--block-signal=TERM,INT", "/usr/bin/python3", firstPath],
    tmpfs: { [runFolder]: "rw,noexec,nosuid,nodev,size=1m,mode=0700" },
    ordersStart: true,
    unit: { stopGraceSeconds: graceSeconds(services) },
    logs: { kind: "prefixed" },
    verifications: [
      {
        title: "supervisord's own parser takes its configuration, which is the one that runs",
        argv: ["/bin/sh", "-c", '[ "$(supervisorctl reread)" = "No config updates to processes" ]'],
      },
      {
        title: "supervisord calls every service RUNNING",
        argv: ["supervisorctl", "status", ...services.map(({ name }) => name)],
      },
    ],
    warnings: [
      "a service that ends four times within a second of its start is given up: then the container ends with exit code 1, and the engine starts all services again",
      "a service that ends later than that is started again at once and without limit",
    ],
  });
}

/**
 * Services are stopped one after another, and supervisord looks about once a second: each may take a second longer until it is killed,
 * and another until that is seen.
 */
function graceSeconds(services: readonly Service[]): number {
  return services.reduce((sum, { stopGraceSeconds }) => sum + stopGraceSeconds + 2, 1);
}
