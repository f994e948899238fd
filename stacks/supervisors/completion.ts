import type { Service } from "../../services/contract.ts";
import { digest } from "../rendering/digest.ts";
import { runtimeFolder } from "../rendering/restarting-check.ts";
import { mainOf } from "./main-process.ts";
import { lastingFolder } from "./paths.ts";

/** A file per service that has completed, with a hash of its definition: it runs again only if that has changed. */
const markersFolder = `${lastingFolder}/completed`;

/** A file per service that has ended otherwise: the line that `status` prints. */
const endsFolder = `${runtimeFolder}/ends`;

/** A file per service that runs again because someone asked for it. */
const againFolder = `${runtimeFolder}/again`;

/** A service that runs to completion. */
export interface Completing extends Service {
  readonly completes: NonNullable<Service["completes"]>;
}

/** Whether it runs to completion. */
export function isCompleting(service: Service): service is Completing {
  return service.completes !== undefined;
}

/** Services that run forever. */
export function longRunning(services: readonly Service[]): readonly Service[] {
  return services.filter((service) => !isCompleting(service));
}

/** Hash of what a service runs, and of what it finds. What only waits for it, or watches it, has no part in that. */
function definitionOf(service: Service): string {
  const { command, packages, files, env, hosts, user, scratch, volumes, configs = [], secrets = {} } = service;
  return digest(JSON.stringify([command, packages, files, env, hosts, user, scratch, volumes, configs, secrets]));
}

/** Lines of sh. `completed SERVICE` succeeds if it has completed, as it is defined now. */
export function completedLines(services: readonly Service[]): readonly string[] {
  return [
    "completed() {",
    "  case $1 in",
    ...services.filter(isCompleting).map((service) => `    ${service.name}) definition=${definitionOf(service)} ;;`),
    "    *) return 1 ;;",
    "  esac",
    `  read -r done_before <"${markersFolder}/$1" && [ "$done_before" = "$definition" ]`,
    "} 2>/dev/null",
  ];
}

/** Lines of sh. `forget_end SERVICE` forgets how it ended the last time, before it runs again. */
export const forgetEnd: readonly string[] = ["forget_end() {", `  rm -f "${markersFolder}/$1" "${endsFolder}/$1"`, "}"];

/**
 * Lines of sh. `note_completion` notes that the service has completed, and that it lasts if the host loses power now; `note_end LINE` that
 * it has ended otherwise. Both fail only if they could not write.
 */
export function noteEnd({ name, ...rest }: Completing): readonly string[] {
  const marker = `${markersFolder}/${name}`;
  return [
    "note_completion() {",
    `  mkdir -p ${markersFolder} && echo ${definitionOf({ name, ...rest })} >${markersFolder}/.${name} &&`,
    `    sync ${markersFolder}/.${name} && mv ${markersFolder}/.${name} ${marker} && sync ${markersFolder} &&`,
    `    rm -f ${againFolder}/${name}`,
    "}",
    "note_end() {",
    `  rm -f ${againFolder}/${name}`,
    `  echo "${name} has not completed: $1" >&2`,
    `  mkdir -p ${endsFolder} && echo "$1" >${endsFolder}/${name}`,
    "}",
  ];
}

/**
 * Lines of sh for control programs, where `$service` is the service's name. `say_completion` prints its status and exits, if it runs to
 * completion and the supervisor knows no better. `run_again` has it run although it has completed.
 */
export const completionControl: readonly string[] = [
  "say_completion() {",
  '  ! completed "$service" || { echo "completed (exit code 0)"; exit 0; }',
  `  [ ! -e "${endsFolder}/$service" ] || { cat "${endsFolder}/$service"; exit 3; }`,
  "}",
  "run_again() {",
  '  ! completed "$service" || {',
  `    mkdir -p ${againFolder} && : >"${againFolder}/$service" && rm -f "${markersFolder}/$service" || exit`,
  "  }",
  "}",
];

/**
 * Lines of bash for the check of all services, which set `code` to 1 if one has failed. While a service runs for the first time, the check fails: the container's
 * start period covers that, and a deployment that waits for the container waits for it. One that runs again, because someone asked, is no fault.
 */
export function completionCheck(services: readonly Service[]): readonly string[] {
  const names = services.filter(isCompleting).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    "# First those that others wait for.",
    ...mainOf,
    ...completedLines(services),
    `for service in ${names.join(" ")}; do`,
    '  completed "$service" && continue',
    `  [ -e "${againFolder}/$service" ] && main_of "$service" >/dev/null && continue`,
    '  echo "$service: $(cat "' + endsFolder + '/$service" 2>/dev/null || echo "has not completed yet")"',
    "  code=1",
    "done",
  ];
}
