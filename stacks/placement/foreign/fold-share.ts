import type { Workload } from "../../../services/contract.ts";
import { seenTo, type ExtrasPlan, type GrantPlan, type LimitPlan } from "../../container-plan.ts";
import type { Settings } from "../../contract.ts";
import { foreignContainer, type Adopted } from "./container.ts";

/** What a service would have in a container of its own, as far as the container for all has it too, or a warning says that it is lost. */
export interface Share {
  readonly service: Adopted;
  readonly name: string;
  readonly limits: LimitPlan;
  readonly grants: GrantPlan;
  readonly extras: ExtrasPlan;
  readonly terminal: boolean;
}

/** The share of a service. A new field of a container does not compile until it is in here. */
export function shareOf(service: Adopted, workload: Workload, settings: Settings): Share {
  const container = foreignContainer(service, 1, { networks: [] }, { workload, settings });
  const { limits, grants, extras, process, ...rest } = container;
  // The supervisor starts, checks, restarts and stops each in its root; mounts, ports and the image are the fold's.
  seenTo(rest, ["name", "fullName", "services", "image", "identity", "mounts", "attachments", ...supervised]);
  const { terminal, ...started } = process;
  // The supervisor reaps, as an init does.
  seenTo(started, ["command", "env", "workingDir", "init"]);
  if (extras === undefined) throw new Error(`the service ${service.name} has no extras`);
  return { service, name: service.name, limits, grants, extras, terminal };
}

const supervised = ["health", "completes", "startsAfter", "stop", "restart", "logs"] as const;

/** A sentence for each service that asks for something, where others do not, so that the container for all cannot have it. */
export function lostAlone(shares: readonly Share[], what: string, has: (share: Share) => boolean): readonly string[] {
  const others = shares.filter((share) => !has(share)).map(({ name }) => name);
  if (others.length === 0) return [];
  const verb = others.length === 1 ? "does" : "do";
  return shares
    .filter(has)
    .map(
      ({ name }) => `${name}: ${what} is not set: ${listed(others)} ${verb} not have it, and the container is for all`,
    );
}

/** Names as a sentence has them. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
