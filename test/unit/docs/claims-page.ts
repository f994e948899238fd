import { claims } from "../../../lab/claims/claims.ts";
import type { Claim } from "../../../lab/claims/contract.ts";
import { rules } from "../../../lab/rules/rules.ts";
import { subjects } from "../lab/claims/made-up-runs.ts";
import { syntheticAnalysis } from "../lab/support/synthetic-analysis.ts";

const head = `# Claims

What the documents that this project started from say about containers, in our own words, and what decides each. [The lab](lab.md#how-it-decides) says how parts are judged;
every report shows each part with its outcome. This page is generated from [lab/claims](../lab/claims) and [lab/rules/rules.yaml](../lab/rules/rules.yaml): \`npm run goldens\`.

A claim that is not about differences between approaches says so. What is true by construction is told as a fact and decides nothing.
`;

/** The page docs/claims.md: every claim with its parts, and the rules that they rest on. Markdown, not formatted yet. */
export function claimsPage(): string {
  const analysis = syntheticAnalysis({ approaches: subjects, twin: "none", enough: true });
  const documents = [...new Set(claims.map(({ source }) => source))];
  const sections = documents.map((document) => {
    const its = claims.filter(({ source }) => source === document);
    return `## ${document}\n\n${its.map((claim) => sectionOf(claim, partsOf(claim))).join("\n\n")}`;
  });
  return [head, ...sections, boundsSection(), readinessSection()].join("\n\n");

  function partsOf(claim: Claim): readonly string[] {
    return [...new Set(claim.statements(analysis).map(({ title }) => title))];
  }
}

function sectionOf(claim: Claim, parts: readonly string[]): string {
  const { id, claim: says, figures, facts = [], needs, untested, notComparative } = claim;
  const lines = [
    `### ${id}`,
    says,
    ...(needs === undefined ? [parts.map((part) => `- ${part}`).join("\n")] : [`Not decided yet: it needs ${needs}.`]),
    ...(untested === undefined ? [] : [`Not tested: ${untested}.`]),
    ...facts.map(({ sentence, source }) => `Fact: ${sentence} (${source})`),
    ...(notComparative === undefined ? [] : [notComparative]),
    ...(figures.length === 0 ? [] : [`Figures: ${figures.map((figure) => `\`${figure}\``).join(", ")}.`]),
  ];
  return lines.join("\n\n");
}

function boundsSection(): string {
  const rows = Object.entries(rules.bounds).map(
    ([name, { value, reason, source }]) => `| \`${name}\` | ${value} | ${reason} | ${source} |`,
  );
  return `## Bounds\n\n| Bound | Value | Reason | Source |\n| - | - | - | - |\n${rows.join("\n")}`;
}

function readinessSection(): string {
  const { source, items, notMeasured } = rules.readiness;
  const rows = items.map(({ item, section, figures, is, atMost }) => {
    const wanted = is === undefined ? `at most ${atMost ?? 0}` : is ? "yes" : "no";
    return `| ${item} | ${section} | ${figures.map((figure) => `\`${figure}\``).join(", ")}: ${wanted} |`;
  });
  const others = notMeasured.map(({ item, why }) => `| ${item} | ${why} |`);
  return [
    `## Ready for production\n\nThe checklist of 000-13: ${source}.`,
    `| Item | Heading | Decided by |\n| - | - | - |\n${rows.join("\n")}`,
    `| Not measured | Why |\n| - | - |\n${others.join("\n")}`,
  ].join("\n\n");
}
