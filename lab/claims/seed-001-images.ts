import type { Analysis } from "../analysis/contract.ts";
import { formatValue } from "../analysis/format.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, calculated, compared, isSo, numberIs } from "./deciding.ts";
import { each } from "./finding.ts";
import { sources } from "./sources.ts";
import { noSharedContainer, separate, sharedContainers, supervisord, systemd } from "./subjects.ts";

const source = sources.onePerContainer;
const singles = [supervisord, systemd];

/** Claims about images. */
export const imagesOnePer: readonly Claim[] = [
  {
    id: "001-2",
    source,
    claim:
      "An image for several services is larger than an image for one, by more than a tenth; and leaving out what a service does not need cuts an image for one to a third.",
    figures: ["image/slimRatio", "image/total", "image/sum", "image/images"],
    statements: (analysis) => [
      ...each(sharedContainers(analysis), noSharedContainer, `larger than each of ${separate}'s images`, (subject) =>
        largerThanOne(analysis, subject),
      ),
      numberIs(analysis, "image/slimRatio", separate, { atMost: boundOf("001-2.third") }),
    ],
  },
  {
    id: "001-3",
    source,
    claim:
      "Several small images do not save space in sum, but they are easier to handle: after a change there is less to build and to ship, and an empty host loads them sooner.",
    figures: ["image/total", "update/shipped", "cold/bytes", "cold/load"],
    statements: (analysis) =>
      singles.flatMap((single) => [
        compared(analysis, "image/total", separate, "not lower", single),
        compared(analysis, "update/shipped", separate, "lower", single),
        compared(analysis, "cold/bytes", separate, "lower", single),
        compared(analysis, "cold/load", separate, "lower", single),
      ]),
  },
  {
    id: "001-9",
    source,
    claim:
      "Images for several services hold more programs that invite people to poke around inside than an image for one, which needs no shell.",
    figures: ["image/programs", "image/shell"],
    statements: (analysis) => [
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        `more programs than in an image of ${separate}`,
        (subject) => compared(analysis, "image/programs", subject, "higher", separate),
      ),
      isSo(analysis, "image/shell", separate, false),
    ],
  },
];

/** The largest difference that does not matter is a tenth. */
function largerThanOne(analysis: Analysis, subject: string): Statement {
  const sides = [
    ["image/total", subject],
    ["image/sum", separate],
    ["image/images", separate],
  ] as const;
  return calculated(analysis, "", sides, (total, sum, images) => ({
    holds: total > (1 + boundOf("001-2.larger")) * (sum / images),
    says: `${formatValue(total, "bytes")} against ${formatValue(sum / images, "bytes")}`,
  }));
}
