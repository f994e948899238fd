import type { Figure } from "../../contract.ts";

const limited =
  "The figures of a leak were those of the middle one of five trials, which hides a second death; p99 came from 200 requests; the faults always came in the same order. FAULT.deployed.* replaces it.";
const unlimited =
  "All containers of a deployment shared a budget of 300 processes, so a fork bomb took the entry's share by construction; the rest as for limited. FAULT.default.* replaces it.";

const names = ["memory", "forks", "disk", "cpu"].flatMap((fault) =>
  (["limited", "unlimited"] as const).flatMap((limits) => [
    figure(fault, limits, "failed", "percent"),
    figure(fault, limits, "p99", "ms"),
    figure(fault, limits, "restarted", "yes-no"),
    ...(fault === "memory" ? [figure(fault, limits, "died", "count")] : []),
  ]),
);

function figure(fault: string, limits: "limited" | "unlimited", told: string, unit: Figure["unit"]) {
  const name = `${fault}.${limits}.${told}`;
  const withdrawn = limits === "limited" ? limited : unlimited;
  const better = unit === "yes-no" ? "no" : "lower";
  return [name, { title: `${fault}, ${limits}: ${told} (earlier runs)`, unit, better, withdrawn }] as const;
}

/** Figures of earlier runs. */
export const withdrawnFigures: Readonly<Record<string, Figure>> = Object.fromEntries(names);
