import { translated, type ContainerPlan } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import type { Lost } from "./losing.ts";
import type { Pair } from "./quadlet-unit.ts";

/** What systemd starts before it. */
export function orderPairs(
  startsAfter: ContainerPlan["startsAfter"],
  { joins }: ContainerPlan["attachments"],
  { rendering }: Ejectable,
  lost: Lost,
): readonly Pair[] {
  for (const { container, condition, ...rest } of startsAfter) {
    translated(rest);
    if (condition === "completed")
      lost(`waits until ${container} has completed`, "its unit is a oneshot, which systemd waits for");
    const other = rendering.containers.find(({ name }) => name === container);
    if (condition === "started" && other?.health !== undefined)
      lost(`starts once ${container} has started`, "systemd waits until it is healthy");
  }
  const before = new Set(startsAfter.map(({ container }) => `${container}.service`));
  if (joins !== undefined) before.add(`${joins.container}.service`);
  const needed = [...before].join(" ");
  if (needed === "") return [];
  return [
    ["Requires", needed],
    ["After", needed],
  ];
}

/** systemd waits 90 s for a unit to start. */
const usualStartSeconds = 90;

/** The time in which a container can become healthy, where systemd would not wait for that long. */
function startTime(health: ContainerPlan["health"]): readonly Pair[] {
  if (health === undefined) return [];
  const { startPeriodSeconds, intervalSeconds, timeoutSeconds, retries } = health;
  const seconds = Math.ceil(startPeriodSeconds + retries * (intervalSeconds + timeoutSeconds));
  return seconds <= usualStartSeconds ? [] : [["TimeoutStartSec", String(seconds)]];
}

const policies = { no: "no", always: "always", "unless-stopped": "always", "on-failure": "on-failure" } as const;

/** What of a container systemd has to know. */
interface Served extends Pick<ContainerPlan, "restart" | "stop"> {
  readonly completes: ContainerPlan["completes"];
  readonly health: ContainerPlan["health"];
}

/** How systemd runs it. */
export function servicePairs(
  { completes, restart, stop: { graceSeconds }, health }: Served,
  lost: Lost,
): readonly Pair[] {
  // Beyond the grace period, so that podman has the time to kill it.
  const stop = ["TimeoutStopSec", String(graceSeconds + 10)] as const;
  // Notify=healthy: systemd counts the unit as started once it is healthy, so those after it wait for that.
  if (completes === undefined) {
    if (restart === "unless-stopped") lost("stays stopped", "until the host starts again: systemd then starts it too");
    return [...startTime(health), ["Restart", policies[restart]], stop];
  }
  // systemd restarts a oneshot on failure only.
  if (restart === "always" || restart === "unless-stopped")
    lost(`restart ${restart}`, "systemd starts a oneshot again on failure only");
  return [
    ["Type", "oneshot"],
    ["RemainAfterExit", "yes"],
    ["TimeoutStartSec", String(completes.withinSeconds)],
    ["Restart", restart === "no" ? "no" : "on-failure"],
    stop,
  ];
}
