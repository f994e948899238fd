import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parsePortability, portabilityTable } from "../../../cli/testing/portability.ts";
import { approachNames } from "../../../stacks/approaches.ts";

const file = resolve(import.meta.dirname, "../../../docs/portability.jsonl");

const head = `# Portability

Which approach passes its post-deploy tests on which host. A cell says how they ended when they ran there last: the workloads with the number of tests, or what failed, or why nothing was deployed.
Not known: they were not run there, or not recorded. This page is generated from [portability.jsonl](portability.jsonl), a line for each approach, workload and run: \`npm run goldens\`; a test compares it with them.

\`\`\`sh
npm test -- --only separate,podman --record debian-12-cgroup-2   # runs the tests here, and appends how they ended
eval "$(npm run --silent host -- env)"                           # the same on a second host, for approaches on Docker
npm test -- --only separate --record second-host
npm run goldens
\`\`\`

Lines are only appended, failures too; the newest one counts. [The second host](second-host.md) says how to make one.
`;

/** The page docs/portability.md. Markdown, not formatted yet. */
export function portabilityPage(): string {
  const lines = existsSync(file) ? parsePortability(readFileSync(file, "utf8")) : [];
  const { hosts, rows } = portabilityTable(lines, approachNames);
  const escaped = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const columns = hosts.length === 0 ? ["any host"] : hosts.map(({ name }) => name);
  const table = [
    `| Approach | ${columns.join(" | ")} |`,
    `| - | ${columns.map(() => "-").join(" | ")} |`,
    ...rows.map(({ approach, cells }) => {
      const shown = cells.length === 0 ? ["not known"] : cells;
      return `| ${approach} | ${shown.map(escaped).join(" | ")} |`;
    }),
  ].join("\n");
  const told = hosts.map(({ name, facts }) => `- ${name}: ${facts}`).join("\n");
  return [head, table, ...(told === "" ? [] : [told])].join("\n\n");
}
