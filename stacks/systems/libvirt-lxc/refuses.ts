import type { ContainerPlan } from "../../container-plan.ts";
import { keptRefusals, simpleRefusals } from "../../keeper/refuses.ts";

/** Security options that begin.pl knows. */
const known = ["seccomp=unconfined"];

/** What cannot be honoured of a container. */
export function refuses(container: ContainerPlan): readonly string[] {
  const { attachments, extras, grants, mounts } = container;
  const sharesIpc = attachments.joins?.namespaces.includes("ipc") === true || attachments.sharesIpc === true;
  return [
    ...keptRefusals(container, known),
    ...simpleRefusals(container, "libvirt"),
    ...(sharesIpc ? ["its IPC namespace is its own: libvirt joins one only by the PID of a process"] : []),
    ...(grants.ownCgroups === true ? ["its cgroups are read-only"] : []),
    ...Object.keys(extras?.kernel.sysctls ?? {}).map((name) => `the kernel's setting ${name} is not changed`),
    ...mounts.flatMap((mount) =>
      mount.kind === "host" ? [`of ${mount.source} it sees one file system, without what is mounted below`] : [],
    ),
  ];
}
