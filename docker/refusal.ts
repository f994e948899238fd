import { UserError } from "../errors/user-error.ts";
import { reasonIn } from "./reason.ts";

const longest = 120;

/** A command that Docker did not carry out, for a reason of its own: it has stopped, its disk is full, its runtime fails. */
export function refusal(args: readonly string[], stderr: string): UserError {
  const reason = reasonIn(stderr);
  const words = args.join(" ").replaceAll(/\s+/g, " ");
  const command = `docker ${words.length > longest ? `${words.slice(0, longest)}...` : words}`;
  return new UserError({
    found: `Docker failed: ${command}: ${reason === "" ? "it printed nothing" : reason}`,
    remedy: "npm run doctor says whether the daemon works; if it does, please report this",
  });
}
