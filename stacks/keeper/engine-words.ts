import type { EngineWords } from "../readiness/ready.ts";

/** By which programs wait for the containers of a system of this kind. */
export function engineWords(system: string): EngineWords {
  const words = (verb: string) => ["sh", "stacks/keeper/ask.sh", system, verb];
  return {
    look: words("look"),
    start: words("start"),
    kill: words("kill"),
    logs: words("logs"),
    exec: words("exec"),
  };
}
