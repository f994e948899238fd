import { systemsRules } from "../rules/systems.ts";
import type { CommonTools } from "../tools.ts";
import { askAsService } from "./programs.ts";

interface Spun {
  readonly seconds: number;
}

const times = 3;

/**
 * How much more processor time the same program takes in a service's container than on the host: 1 where processors are the host's own. The
 * least of some times counts on either side, taken in turns.
 */
export async function slowdownOf(tools: Pick<CommonTools, "control" | "host">, service: string): Promise<number> {
  const order = { steps: systemsRules.measuring.steps.value };
  const here: number[] = [];
  const there: number[] = [];
  for (let time = 0; time < times; time += 1) {
    here.push((await tools.host.ask<Spun>("spin", order)).seconds);
    there.push((await askAsService<Spun>(tools, service, "spin", order)).seconds);
  }
  return Math.min(...there) / Math.min(...here);
}
