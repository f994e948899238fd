import { formatShare } from "../analysis/format.ts";
import type { Ranking } from "./contract.ts";
import { criteria } from "./criteria.ts";

/** How much the order depends on the weights, as sentences. Empty if fewer than two subjects are ranked. */
export function stabilityTexts({ stability, order }: Ranking): string[] {
  const [leader] = order;
  if (leader === undefined || order.length < 2) return [];
  const { draws, first, neighbours, without } = stability;
  const shares = Object.entries(first)
    .sort(([, a], [, b]) => b - a)
    .filter(([, share]) => share > 0)
    .map(([subject, share]) => `${subject} ${formatShare(share)}`);
  const pairs = neighbours.map(({ better, worse, share }) => `${better} before ${worse} ${formatShare(share)}`);
  const changes = without.map(({ criterion, first: other }) => `${titleOf(criterion)} (then ${other})`);
  return [
    `Of ${draws.toLocaleString("en-US")} random weights, the first place goes to: ${shares.join(", ")}.`,
    `Neighbours keep their order in: ${pairs.join(", ")}; the whole order stays in ${formatShare(stability.order)}.`,
    changes.length === 0
      ? `${leader.subject} stays first if any one criterion is left out.`
      : `${leader.subject} is not first if one of these is left out: ${changes.join(", ")}.`,
  ];
}

function titleOf(name: string): string {
  return criteria.find((criterion) => criterion.name === name)?.title ?? name;
}
