import type { FurtherPort } from "../container-plan.ts";
import type { Rendering, Scope } from "../contract.ts";
import type { SystemLook } from "../systems/contract.ts";
import { canListen } from "./port-probe.ts";
import { isOurs, publishedPorts } from "./ports.ts";

export interface FurtherRequest {
  readonly scope: Scope;
  readonly address: string;
  /** Ports of the host that this stack publishes already. */
  readonly reserved: ReadonlySet<number>;
}

/**
 * A rendering in which further ports have the host's port that they ask for, if it is free; else the system chooses one, which a warning says.
 * @returns also the ports of the host that it takes
 */
export async function withFurtherPorts(
  rendering: Rendering,
  { scope, address, reserved }: FurtherRequest,
  { containers: present, local }: Pick<SystemLook, "containers" | "local">,
): Promise<{ readonly rendering: Rendering; readonly taken: readonly number[] }> {
  const taken = new Set<number>();
  const warnings: string[] = [];
  const others = publishedPorts(present.filter((one) => !isOurs(scope, one)));
  const ours = new Set(
    present.filter((one) => isOurs(scope, one) && one.running).flatMap(({ hostPorts }) => hostPorts),
  );
  const isFree = async (port: number, protocol: FurtherPort["protocol"]) => {
    if (others.has(port) || reserved.has(port) || taken.has(port)) return false;
    return ours.has(port) || !local || protocol !== "tcp" || (await canListen(address, port));
  };
  const containers: Rendering["containers"][number][] = [];
  for (const container of rendering.containers) {
    const further: FurtherPort[] = [];
    for (const one of container.attachments.further ?? []) {
      const { external, ...rest } = one;
      if (external === undefined || (await isFree(external, one.protocol))) {
        if (external !== undefined) taken.add(external);
        further.push(one);
      } else {
        warnings.push(
          `${container.name}: port ${external} of the host is in use, so another leads to ${one.port}/${one.protocol}`,
        );
        further.push(rest);
      }
    }
    containers.push(
      further.length === 0 ? container : { ...container, attachments: { ...container.attachments, further } },
    );
  }
  return { rendering: { ...rendering, containers, warnings: [...rendering.warnings, ...warnings] }, taken: [...taken] };
}
