import type { Check, Service } from "../../services/contract.ts";
import { commandLine, quote } from "./shell.ts";

/** Folder in every image that holds one check script per service. */
export const checksFolder = "/opt/container-approaches/checks";

/** Runs a check script with a service's variables: privileged mode (-p) takes no program and no functions from them, such as BASH_ENV. */
export const bash = ["/bin/bash", "-p"] as const;

/** First lines of a script that runs with a service's variables: its own programs are found whatever the service's PATH says. */
export const ownPath = ["service_path=$PATH", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"] as const;

/** The words before a command that runs with the service's PATH again. */
export const withServicePath = '/usr/bin/env "PATH=$service_path"';

/** Path of a service's check script in its container. */
export function checkPath(service: Pick<Service, "name">): string {
  return `${checksFolder}/${service.name}`;
}

/**
 * Script that exits 0 if all of a service's checks pass, and otherwise prints which one failed. It needs only bash, which opens sockets
 * itself: a check costs milliseconds, and the image needs neither curl nor another interpreter.
 */
export function checkScript(service: Pick<Service, "name" | "checks">): string {
  const body = service.checks.map(bashFor);
  return [
    "#!/bin/bash",
    `# Exits 0 if every check of the service "${service.name}" passes.`,
    ...body,
    "exit 0",
    "",
  ].join("\n");
}

function bashFor(check: Check): string {
  switch (check.kind) {
    case "http":
      return [
        `# GET ${check.path} on port ${check.port} answers ${check.status}.`,
        `exec 3<>/dev/tcp/127.0.0.1/${check.port} || { echo "port ${check.port} refuses"; exit 1; }`,
        `printf '%s\\r\\n' ${quote(`GET ${check.path} HTTP/1.0`)} 'Host: localhost' 'Connection: close' '' >&3`,
        "read -r _ status _ <&3",
        `[ "$status" = ${check.status} ] || { echo ${quote(`GET ${check.path} answered`)} "\${status:-nothing}, not ${check.status}"; exit 1; }`,
        "exec 3>&-",
      ].join("\n");
    case "tcp":
      return [
        `# Port ${check.port} accepts connections.`,
        `(exec 3<>/dev/tcp/127.0.0.1/${check.port}) || { echo "port ${check.port} refuses"; exit 1; }`,
      ].join("\n");
    case "fresh-file":
      return [
        `# ${check.path} was touched in the last ${check.maxAgeSeconds} s.`,
        `touched=$(/usr/bin/stat --format %Y ${quote(check.path)}) || { echo ${quote(`${check.path} is missing`)}; exit 1; }`,
        `age=$((EPOCHSECONDS - touched))`,
        `[ "$age" -le ${check.maxAgeSeconds} ] || { echo ${quote(`${check.path} is`)} "$age s old, over ${check.maxAgeSeconds}"; exit 1; }`,
      ].join("\n");
    case "command":
      return [
        `# The command exits 0.`,
        `${commandLine(check.argv)} || { echo ${quote(`${check.argv.join(" ")} failed`)}; exit 1; }`,
      ].join("\n");
  }
}
