import type { PortOutput, StackOutputs } from "../../stacks/outputs.ts";
import { pathOf } from "./answer.ts";

/** What `npm run up` prints at the end: for each approach the URL, the services, warnings and one real answer. */
export function summary(outputs: StackOutputs, answers: Readonly<Record<string, string>>): string {
  const blocks = Object.entries(outputs.deployments).map(([approach, deployment]) => {
    const width = Math.max(...Object.keys(deployment.services).map((name) => name.length));
    return [
      `${approach} (workload ${deployment.workload})`,
      `  url      ${deployment.entry.url}`,
      ...Object.entries(deployment.services).map(
        ([name, { replicas, image }]) =>
          `  service  ${name.padEnd(width)}  in ${replicas.map(({ container }) => container).join(", ")}, from ${image}`,
      ),
      ...(deployment.ports ?? []).map((port) => `  port     ${portLine(port)}`),
      ...deployment.warnings.map((warning) => `  warning  ${warning}`),
      `  GET ${pathOf(deployment.entry).padEnd(4)} ${shortened(answers[approach] ?? "no answer")}`,
    ].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function portLine({ container, port, protocol, address, external }: PortOutput): string {
  const host = external === undefined ? `a port of ${address} that the system has chosen` : `${address}:${external}`;
  return `${host} leads to ${port}/${protocol} of ${container}`;
}

const longestAnswer = 500;

/** An answer that would fill the screen is cut; `--json` prints all of it. */
function shortened(answer: string): string {
  if (answer.length <= longestAnswer) return answer;
  return `${answer.slice(0, longestAnswer)}... (${answer.length} characters; --json prints all)`;
}
