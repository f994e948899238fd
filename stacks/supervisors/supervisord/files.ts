import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { commandLine } from "../../rendering/shell.ts";
import { asService } from "../paths.ts";
import { program } from "../scripts.ts";
import { supervisordConf, waits } from "./conf.ts";
import { orderPath, runPath } from "./paths.ts";

/** The configuration of supervisord, and the programs that it starts. */
export function files(services: readonly Service[]): ContextFile[] {
  return [supervisordConf(services), ...runPrograms(services), ...orderProgram(services)];
}

/** A program per service that becomes it. The command is here and not in the configuration, where supervisord would expand it. */
function runPrograms(services: readonly Service[]): ContextFile[] {
  return services.map(({ name, command }) =>
    program(runPath(name), [
      "#!/bin/sh",
      `# Becomes the service "${name}". Resets SIGPIPE, which supervisord ignores and children inherit, and replaces the pipe on standard input.`,
      `exec env --default-signal=PIPE ${commandLine([asService(name), ...command])} </dev/null`,
    ]),
  );
}

/** Waits for the checks of dependencies, then has supervisord start the services: supervisord itself has no dependencies. */
function orderProgram(services: readonly Service[]): ContextFile[] {
  const waiting = services.filter(waits);
  if (waiting.length === 0) return [];
  const needed = services.filter(({ name }) => waiting.some(({ dependsOn }) => name in dependsOn));
  return [
    program(orderPath, [
      "#!/bin/bash",
      "# Starts each service with dependencies after their checks pass.",
      "ready() {",
      "  case $1 in",
      ...needed.map((service) => {
        const check = commandLine([asService(service.name), "/bin/bash", checkPath(service)]);
        return `    ${service.name}) timeout ${service.health.timeoutSeconds} ${check} ;;`;
      }),
      "  esac >/dev/null 2>&1",
      "}",
      "start_after() {",
      "  service=$1",
      "  shift",
      '  for need; do until ready "$need"; do sleep 0.2; done; done',
      '  supervisorctl start "$service"',
      "}",
      ...waiting.map(({ name, dependsOn }) => `${commandLine(["start_after", name, ...Object.keys(dependsOn)])} &`),
      "wait",
    ]),
  ];
}
