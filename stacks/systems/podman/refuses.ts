import type { ContainerPlan } from "../../container-plan.ts";
import { drivers, logOptions } from "./extras-argv.ts";

/** What podman cannot honour of a container; all else becomes an option of `podman run`. */
export function refuses({ logs, extras }: ContainerPlan): readonly string[] {
  const { logging, names } = extras ?? {};
  const kept = logging === undefined ? [] : logOptions(logging).map(([key]) => key);
  return [
    ...(logging === undefined && logs.maxFiles > 1
      ? [`podman keeps the last ${logs.maxSizeMiB} MiB of its log, not ${logs.maxFiles} files`]
      : []),
    ...(names?.domainname === undefined ? [] : [`podman has no domain name for it: ${names.domainname} is left out`]),
    ...(logging === undefined || logging.driver in drivers ? [] : [`podman has no log driver ${logging.driver}`]),
    ...Object.entries(logging?.options ?? {})
      .filter(([key]) => !kept.includes(key))
      .map(([key, value]) => `podman's log driver has no option ${key}: ${value} is left out`),
  ];
}
