import type { StackOutputs } from "../../stacks/outputs.ts";
import { quote } from "../../stacks/rendering/shell.ts";
import { verbs } from "../../stacks/verbs.ts";
import { replicaNamesOf } from "./request.ts";

/**
 * Completions of the last word. Every other word is complete.
 * @param stacks names of stacks
 * @param deployed reads a stack's deployments; rejects if nothing is deployed
 */
export async function candidates(
  words: readonly string[],
  stacks: readonly string[],
  deployed: (stack: string) => Promise<StackOutputs["deployments"]>,
): Promise<string[]> {
  const before = words.slice(0, -1);
  const begun = words.at(-1) ?? "";
  const found = await following(before, begun, stacks, deployed);
  return found.filter((word) => word.startsWith(begun));
}

async function following(
  before: readonly string[],
  begun: string,
  stacks: readonly string[],
  deployed: (stack: string) => Promise<StackOutputs["deployments"]>,
): Promise<readonly string[]> {
  const [target = begun, , verb = ""] = before;
  const [stack = "", approach] = target.split("/");
  if (before.length === 0 && !begun.includes("/")) return stacks;
  if (before.length === 2) return verbs;
  if (before.length > 2) return before.length === 3 ? (wordsOf[verb] ?? []) : [];
  const deployments = await deployed(stack);
  if (before.length === 0) return Object.keys(deployments).map((name) => `${stack}/${name}`);
  const chosen = Object.entries(deployments).filter(([name]) => approach === undefined || name === approach);
  // A service with several replicas by its own name, and each of them.
  return [...new Set(chosen.flatMap(([, { services }]) => [...Object.keys(services), ...replicaNamesOf(services)]))];
}

const wordsOf: Readonly<Record<string, readonly string[]>> = {
  logs: ["--follow"],
  signal: ["TERM", "HUP", "INT", "USR1", "KILL"],
};

/**
 * Shell code for bash or zsh that defines the function `ctl`, with completion.
 * @param root folder of the project
 */
export function completionScript(root: string): string {
  const quoted = quote(root);
  return `ctl() { (cd ${quoted} && exec node toolchain/bootstrap.mjs ctl "$@"); }
_ctl_words() { (cd ${quoted} && node toolchain/bootstrap.mjs ctl --complete -- "$@" 2>/dev/null); }
if [ -n "\${ZSH_VERSION-}" ]; then
  _ctl() { compadd -- \${(f)"$(_ctl_words "\${(@)words[2,CURRENT]}")"}; }
  command -v compdef >/dev/null && compdef _ctl ctl
else
  _ctl() { mapfile -t COMPREPLY < <(_ctl_words "\${COMP_WORDS[@]:1:COMP_CWORD}"); }
  complete -F _ctl ctl
fi
`;
}
