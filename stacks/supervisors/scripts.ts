import type { Service, Workload } from "../../services/contract.ts";
import type { ContextFile, LogFormat } from "../contract.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { filesTogether } from "../rendering/service-files.ts";
import { quote } from "../rendering/shell.ts";
import { groupsOf } from "../rendering/volumes.ts";
import { throughSecrets } from "../rendering/with-secrets.ts";
import { combinedCheckLines } from "./combined-check.ts";
import { completedLines, completionControl } from "./completion.ts";
import { enteringProgram } from "./entering.ts";
import { mainOf } from "./main-process.ts";
import { asService, combinedCheck, controlProgram } from "./paths.ts";
import { program } from "./program-file.ts";

/**
 * Files of an image with all services: the services' own, their checks, and the programs that run a command as a service.
 * @param log form of the lines in the container's log
 * @param confined whether services lose all capabilities and every way to gain one
 */
export function sharedFiles(workload: Workload, log: LogFormat, confined: boolean): ContextFile[] {
  const { services } = workload;
  return [
    ...filesTogether(services.filter(({ foreign }) => foreign === undefined)),
    ...services.map((service) =>
      service.foreign === undefined
        ? asServiceProgram(service, groupsOf(service, workload), confined)
        : enteringProgram(service, service.foreign),
    ),
    program(combinedCheck, combinedCheckLines(services, log)),
  ];
}

/**
 * Runs a command with a service's variables and user, and where it is confined without capabilities and with no-new-privileges. The supervisor
 * is root, so that each service can have its own user.
 */
function asServiceProgram(service: Service, groups: readonly number[], confined: boolean): ContextFile {
  const { uid, gid } = service.user;
  const env = Object.entries(serviceEnv(service, () => "localhost"));
  return program(asService(service.name), [
    "#!/bin/sh",
    `# Runs a command as the service "${service.name}": with its user and its variables, without those of PID 1.`,
    "# A user cannot open by name what root has opened: /dev/stdout, where it is a pipe or a terminal. No redirection here: it would be the one that changes.",
    "for fd in 0 1 2; do",
    '  { [ -p "/proc/self/fd/$fd" ] || [ -t "$fd" ]; } && [ -O "/proc/self/fd/$fd" ] && chmod o+rw "/proc/self/fd/$fd"',
    "done",
    "read -r hostname </proc/sys/kernel/hostname",
    "# The service's variables last: some steer the loader, and what runs before is root's.",
    "exec /usr/bin/setpriv \\",
    `  --reuid=${uid} --regid=${gid} ${groups.length === 0 ? "--clear-groups" : `--groups=${groups.join(",")}`} \\`,
    `  --inh-caps=-all ${confined ? "--bounding-set=-all --no-new-privs " : ""}\\`,
    "  /usr/bin/env -i \\",
    '  HOSTNAME="$hostname" \\',
    ...env.map(([name, value]) => `  ${quote(`${name}=${value}`)} \\`),
    ...throughSecrets(service).map((word) => `  ${word} \\`),
    '  "$@"',
  ]);
}

/** A supervisor's lines of sh for each verb. `$service` is the service's name; `$1` and so on are further words. */
export interface ControlCases {
  /** Prints one line that begins with the state; exits 0 if the service runs, 3 if not. Not asked of a service that has completed. */
  readonly status: readonly string[];
  readonly restart: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** `$1` is the signal's name without SIG. */
  readonly signal: readonly string[];
  /** Prints the main process's PID in the container; fails if it does not run. */
  readonly pid: readonly string[];
}

/**
 * The control program. What it says of a service that runs to completion is the same under every supervisor.
 * @param preamble functions and variables that the cases use; they can use `main_of` and `completed`
 */
export function controlScript(
  services: readonly Service[],
  cases: ControlCases,
  preamble: readonly string[] = [],
): ContextFile {
  const all = {
    ...cases,
    status: ["say_completion", ...cases.status],
    restart: ["run_again", ...cases.restart],
    start: ['! completed "$service" || { echo "$service has completed"; exit 0; }', ...cases.start],
  };
  const branches = Object.entries(all).flatMap(([verb, lines]) => [
    `  ${verb})`,
    ...lines.map((line) => (line === "" ? "" : `    ${line}`)),
    "    ;;",
  ]);
  return program(controlProgram, [
    "#!/bin/sh",
    "# control SERVICE VERB [WORD...]: the same verbs for every supervisor.",
    "service=$1 verb=$2",
    "shift 2",
    ...mainOf,
    ...completedLines(services),
    ...completionControl,
    ...preamble,
    "case $verb in",
    ...branches,
    `  *) echo "control: unknown verb $verb; verbs: ${Object.keys(cases).join(", ")}" >&2; exit 2 ;;`,
    "esac",
  ]);
}
