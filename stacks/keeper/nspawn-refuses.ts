import type { ContainerPlan } from "../container-plan.ts";
import { keptRefusals, simpleRefusals } from "./refuses.ts";

/** What systemd-nspawn cannot honour of a container, whatever keeps it running. */
export function nspawnRefusals(container: ContainerPlan): readonly string[] {
  const { attachments, extras } = container;
  const sharesIpc = attachments.joins?.namespaces.includes("ipc") === true || attachments.sharesIpc === true;
  return [
    ...keptRefusals(container, []),
    ...simpleRefusals(container, "systemd-nspawn"),
    ...(sharesIpc ? ["its IPC namespace is its own: systemd-nspawn joins none"] : []),
    ...Object.keys(extras?.kernel.sysctls ?? {}).map((name) => `the kernel's setting ${name} is not changed`),
  ];
}
