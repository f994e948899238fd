import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { commandLine } from "../../rendering/shell.ts";
import { asService } from "../paths.ts";
import { program } from "../scripts.ts";
import { supervisordConf, waits } from "./conf.ts";
import { orderPath, runPath } from "./paths.ts";

/** What supervisord reads, and the programs that it starts. */
export function supervisordFiles(services: readonly Service[]): ContextFile[] {
  return [supervisordConf(services), ...runPrograms(services), ...orderProgram(services)];
}

/** Programs that become a service each: its command stands here, and not where supervisord would expand what is in it. */
function runPrograms(services: readonly Service[]): ContextFile[] {
  return services.map(({ name, command }) =>
    program(runPath(name), [
      "#!/bin/sh",
      `# Becomes the service "${name}". supervisord ignores SIGPIPE and hands that down; a service expects neither that nor a pipe to read.`,
      `exec env --default-signal=PIPE ${commandLine([asService(name), ...command])} </dev/null`,
    ]),
  );
}

/** Waits for checks, then has supervisord start who depends on them: supervisord itself waits for nothing. */
function orderProgram(services: readonly Service[]): ContextFile[] {
  const waiting = services.filter(waits);
  if (waiting.length === 0) return [];
  const needed = services.filter(({ name }) => waiting.some(({ dependsOn }) => dependsOn.includes(name)));
  return [
    program(orderPath, [
      "#!/bin/bash",
      "# Starts each service that depends on others once the checks of those pass.",
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
      ...waiting.map(({ name, dependsOn }) => `${commandLine(["start_after", name, ...dependsOn])} &`),
      "wait",
    ]),
  ];
}
