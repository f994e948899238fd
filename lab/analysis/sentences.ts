import type { Margin, Rules } from "../rules/contract.ts";
import { formatCoverage, formatShare } from "./format.ts";

/** How numbers are summarised and compared, and how claims are judged: sentences for the report, with the numbers of the rules. */
export function ruleSentences({ statistics, margins }: Rules): string[] {
  const { alpha, trials, humps, humpsFrom } = statistics;
  const usual = formatCoverage(1 - alpha.value);
  return [
    `A number is shown by its median and an interval between two of its values, which contains the true median with a chance that is exact: ${usual} or more. If there are too few rounds for that, the interval goes from the smallest value to the largest, and its chance is shown: 87.5 % with 4 rounds, 50 % with 2.`,
    `Values lie in two groups if there are at least ${humpsFrom.value} of them and the largest gap, with two or more on each side, is more than ${humps.value} times as wide as either group. Then both medians are shown, and nothing is equivalent by such a median.`,
    `Rare events are counted in trials, added up over the rounds. Their rate has an exact interval (Clopper-Pearson), and is judged from ${trials.value} trials on. Two rates are compared by Newcombe's interval of the difference, from exact limits.`,
    `Two numbers are compared by one interval of how much the first is shifted against the second: of their ratio, or of their difference where the margin is absolute or a value is 0. It is exact (Hodges and Lehmann, from the rank-sum distribution) if both spread alike. Counted values that are the same in every round are known exactly.`,
    'Beyond the margin: lower or higher. Within the margin: equivalent. If the interval crosses the margin, or there are too few rounds for it: not known. "No difference found" is never evidence that there is none.',
    `The chance that the interval misses the true value is ${formatShare(alpha.value)}, shared by all comparisons of a claim: with three of them, each interval covers ${formatCoverage(1 - alpha.value / 3)}.`,
    `The margin is the smallest difference that matters, or what an approach and its equal twin differ by (A/A: the root mean square over all runs of this host by the same rules), whichever is larger. Stated margins: ${marginsText(margins)}.`,
    "Facts differ if all rounds of each side agree, the two sides do not, and equal twins do. If the rounds of a side disagree, it is not known.",
    "A claim holds if all its parts hold, and does not hold if none does: each part fails, or the difference is within the margin where the claim says more or less. It is mixed if some parts hold and some do not. It is not known if unknown parts could still change that.",
  ];
}

/** Such as `10 % of bytes and ms; 1 of percent`. */
function marginsText(margins: Rules["margins"]): string {
  const bySize = new Map<string, string[]>();
  for (const [name, margin] of Object.entries(margins))
    bySize.set(sizeOf(margin), [...(bySize.get(sizeOf(margin)) ?? []), name.replace("unit:", "")]);
  return [...bySize].map(([size, names]) => `${size} of ${names.join(", ")}`).join("; ");
}

function sizeOf({ relative, absolute }: Margin): string {
  return relative === undefined ? String(absolute) : formatShare(relative);
}
