import type { Service, Workload } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { checksFolder } from "../rendering/checks.ts";
import { serviceEnv } from "../rendering/service-env.ts";
import { rootFolder, serviceFiles } from "../rendering/service-files.ts";
import { quote } from "../rendering/shell.ts";
import { asService, combinedCheck, controlProgram, runAsFolder } from "./paths.ts";

/** A program of the image. @param path in the image */
export function program(path: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${lines.join("\n")}\n`, mode: 0o755 };
}

/** Files of every image that runs all services: theirs, their checks, and how to run something as one of them. */
export function sharedFiles({ services }: Workload): ContextFile[] {
  // Services that bring the same file, with the same content, share it.
  const own = new Map(services.flatMap(serviceFiles).map((file) => [file.path, file] as const));
  return [...own.values(), ...services.map(asServiceProgram), checkProgram(services)];
}

/**
 * Runs a command with a service's variables and user, without capabilities and without a way to gain any. The supervisor is root, so
 * that each service can have a user of its own.
 */
function asServiceProgram(service: Service): ContextFile {
  const { uid, gid } = service.user;
  const env = Object.entries(serviceEnv(service, () => "localhost"));
  return program(asService(service.name), [
    "#!/bin/sh",
    `# Runs a command as the service "${service.name}" runs: with its variables and no others, so that what PID 1 has stays with it.`,
    "read -r hostname </proc/sys/kernel/hostname",
    "exec /usr/bin/env -i \\",
    '  HOSTNAME="$hostname" \\',
    ...env.map(([name, value]) => `  ${quote(`${name}=${value}`)} \\`),
    "  /usr/bin/setpriv \\",
    `  --reuid=${uid} --regid=${gid} --clear-groups \\`,
    "  --inh-caps=-all --bounding-set=-all --no-new-privs \\",
    '  "$@"',
  ]);
}

function checkProgram(services: readonly Service[]): ContextFile {
  return program(combinedCheck, [
    "#!/bin/bash",
    "# Exits 0 when the checks of every service pass, and otherwise says whose failed.",
    `for service in ${services.map(({ name }) => name).join(" ")}; do`,
    `  said=$(${runAsFolder}/"$service" /bin/bash ${checksFolder}/"$service" 2>&1) || {`,
    '    echo "$service: $said"',
    "    exit 1",
    "  }",
    "done",
  ]);
}

/** What a supervisor does for each verb: lines of sh, with the service's name in `$service` and further words in `$1`... */
export interface ControlCases {
  /** Prints one line, the state first, and exits 0 where the service runs, 3 where it does not. */
  readonly status: readonly string[];
  readonly restart: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** `$1` is the signal's name without SIG. */
  readonly signal: readonly string[];
  /** Prints the main process's id in the container, and fails where it does not run. */
  readonly pid: readonly string[];
}

/** @param preamble functions and variables that the cases use */
export function controlScript(cases: ControlCases, preamble: readonly string[] = []): ContextFile {
  const branches = Object.entries(cases as unknown as Record<string, readonly string[]>).flatMap(([verb, lines]) => [
    `  ${verb})`,
    ...lines.map((line) => (line === "" ? "" : `    ${line}`)),
    "    ;;",
  ]);
  return program(controlProgram, [
    "#!/bin/sh",
    "# control SERVICE VERB [WORD...]: one way to ask whatever supervises the services.",
    "service=$1 verb=$2",
    "shift 2",
    ...preamble,
    "case $verb in",
    ...branches,
    `  *) echo "control: no verb $verb; there are: ${Object.keys(cases).join(", ")}" >&2; exit 2 ;;`,
    "esac",
  ]);
}
