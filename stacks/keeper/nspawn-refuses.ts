import type { ContainerPlan } from "../container-plan.ts";
import { hostnameOf } from "./contract.ts";
import { nspawnName } from "./nspawn-names.ts";
import { keptRefusals, simpleRefusals } from "./refuses.ts";

/** What systemd-nspawn cannot honour of a container, whatever keeps it running. */
export function nspawnRefusals(container: ContainerPlan): readonly string[] {
  const { attachments, extras } = container;
  const hostname = hostnameOf(container);
  const sharesIpc = attachments.joins?.namespaces.includes("ipc") === true || attachments.sharesIpc === true;
  return [
    ...keptRefusals(container, []),
    ...simpleRefusals(container, "systemd-nspawn"),
    ...(nspawnName(hostname) === hostname
      ? []
      : [`its host name is ${nspawnName(hostname)}: systemd-nspawn does not take ${hostname}`]),
    ...(sharesIpc ? ["its IPC namespace is its own: systemd-nspawn joins none"] : []),
    ...Object.keys(extras?.kernel.sysctls ?? {}).map((name) => `the kernel's setting ${name} is not changed`),
  ];
}
