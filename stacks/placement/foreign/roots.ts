import type { Workload } from "../../../services/contract.ts";
import type { NamesPlan } from "../../container-plan.ts";
import type { ContextFile } from "../../contract.ts";
import type { Line } from "../../rendering/dockerfile.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { quote } from "../../rendering/shell.ts";
import { rootOf, rootsFolder } from "../../supervisors/entering.ts";
import { ownFolder } from "../../supervisors/paths.ts";
import { program } from "../../supervisors/program-file.ts";
import type { Adopted } from "./container.ts";

/** Instructions that copy each image into a root of its own, with the devices that every program expects. */
export function rootLines(services: readonly Adopted[]): readonly Line[] {
  return [
    ...services.map(({ name, foreign: { image } }) => ({
      why: `${image.id}: another image of this name makes another root`,
      line: `COPY --from=${image.reference} / ${rootOf({ name })}/`,
    })),
    `RUN ${JSON.stringify(["/bin/sh", "-ec", preparing(services)])}`,
  ];
}

/** Device nodes of a container, by their numbers in Linux. Builders copy them as files. */
const devices = ["null 1 3", "zero 1 5", "full 1 7", "random 1 8", "urandom 1 9", "tty 5 0"];
const links = ["fd /proc/self/fd", "stdin /proc/self/fd/0", "stdout /proc/self/fd/1", "stderr /proc/self/fd/2"];

function preparing(services: readonly Adopted[]): string {
  const each = [
    "rm -rf dev",
    "mkdir -p dev/shm proc sys run tmp",
    "chmod 1777 tmp dev/shm",
    ...devices.map((device) => {
      const [name = "", ...numbers] = device.split(" ");
      return `mknod -m 666 dev/${name} c ${numbers.join(" ")}`;
    }),
    ...links.map((link) => {
      const [name = "", target = ""] = link.split(" ");
      return `ln -s ${target} dev/${name}`;
    }),
  ];
  return [
    `for root in ${services.map((service) => rootOf(service)).join(" ")}; do cd "$root"; ${each.join("; ")}; done`,
    ...services.map((service) => `mkdir -p ${quote(`${rootOf(service)}${service.foreign.workingDir}`)}`),
  ].join("; ");
}

/** Names and name servers of each root: a program there does not see the container's own files. */
export function rootFiles(services: readonly Adopted[], { hosts, dns }: NamesPlan): readonly ContextFile[] {
  const names = ["127.0.0.1 localhost", "::1 localhost", ...hosts.map(({ name, address }) => `${address} ${name}`)];
  // Docker's own name server, on every network but the default one: it asks those of the file.
  const resolving = [
    "nameserver 127.0.0.11",
    ...(dns.search.length === 0 ? [] : [`search ${dns.search.join(" ")}`]),
    `options ${["ndots:0", ...dns.options].join(" ")}`,
  ];
  return services.flatMap((service) => {
    const folder = `${rootFolder}${rootOf(service)}/etc`;
    return [
      { path: `${folder}/hosts`, content: `${names.join("\n")}\n`, mode: 0o644 },
      { path: `${folder}/resolv.conf`, content: `${resolving.join("\n")}\n`, mode: 0o644 },
    ];
  });
}

/** Whether the stack's configuration lets a container mount what its roots need. */
export function mayMount({ foreign }: Workload): boolean {
  return foreign?.grants.includes("mounts") === true;
}

const mountingPath = `${ownFolder}/with-proc`;

/** The program that gives each root its /proc, and becomes PID 1 without the capability that this takes. */
export function mounting(): ContextFile {
  return program(mountingPath, [
    "#!/bin/sh",
    "# COMMAND...: gives each root its /proc, and becomes the command without the capability that this takes.",
    `for root in ${rootsFolder}/*; do`,
    '  mount --rbind /proc "$root/proc" || echo "$root has no /proc" >&2',
    "done",
    'exec /usr/bin/setpriv --bounding-set=-sys_admin --inh-caps=-all "$@"',
  ]);
}

/** Words before the command of PID 1. */
export const throughMounting: readonly string[] = [mountingPath];
