import type { Loss } from "../../errors/loss.ts";
import { translated } from "../container-plan.ts";
import type { NetworkPlan, VolumePlan } from "../contract.ts";

/** What a target can say, so that it is no loss. */
interface Saying {
  readonly target: string;
  readonly says: readonly ("external" | "subnets" | "options")[];
}

/** Losses of what a target cannot say of a network. @param more what it has not translated itself */
export function lostNetwork(
  name: string,
  more: Omit<NetworkPlan, "name" | "fullName" | "internal">,
  { target, says }: Saying,
): readonly Loss[] {
  const { external = false, subnets = [], options = {}, ...rest } = more;
  translated(rest);
  const lost = (what: string, why: string): Loss => ({ kind: "refused", what: `network ${name}: ${what}`, why });
  return [
    ...(external && !says.includes("external")
      ? [lost("is made elsewhere", `${target} has none that deployments share: only this one's containers are in it`)]
      : []),
    ...(says.includes("subnets")
      ? []
      : subnets.map((one) => lost(`addresses ${textOf({ ...one })}`, `${target} chooses addresses itself`))),
    ...(says.includes("options")
      ? []
      : Object.entries(options).map(([key, value]) => lost(`option ${key}=${value}`, `${target} has no such driver`))),
  ];
}

/** Losses of a volume's options. */
export function lostVolumeOptions(name: string, options: VolumePlan["options"], why: string): readonly Loss[] {
  return Object.entries(options ?? {}).map(([key, value]) => ({
    kind: "refused",
    what: `volume ${name}: option ${key}=${value}`,
    why,
  }));
}

/** `subnet 10.0.0.0/8, gateway 10.0.0.1`. */
export function textOf(given: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(given)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]))
    .join(", ");
}
