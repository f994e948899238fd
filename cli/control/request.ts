import { UserError } from "../../errors/user-error.ts";
import { verbs, type Verb } from "../../stacks/contract.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";

/** Further words that a verb takes. */
const further: Readonly<Record<Verb, string>> = {
  status: "nothing more",
  logs: "--follow, or nothing more",
  restart: "nothing more",
  stop: "nothing more",
  start: "nothing more",
  signal: "a signal's name, such as TERM, HUP, USR1 or KILL",
  pid: "nothing more",
  exec: "a command, such as: exec ls -l /app",
};

/**
 * The command line that does what was asked.
 * @throws UserError for a service or a verb that there is not, or words that the verb does not take
 */
export function requestedArgv(
  { services }: DeploymentOutput,
  name: string,
  word: string,
  words: readonly string[],
): readonly string[] {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service === undefined) {
    throw new UserError({
      found: `There is no service "${name}".`,
      allowed: Object.keys(services).join(", "),
      remedy: "name one of them",
    });
  }
  const verb = verbs.find((known) => known === word);
  if (verb === undefined) {
    throw new UserError({ found: `There is no verb "${word}".`, allowed: verbs.join(", "), remedy: "use one of them" });
  }
  return [...service.control[verb], ...checkedWords(verb, words)];
}

function checkedWords(verb: Verb, words: readonly string[]): readonly string[] {
  const checked = (checks[verb] ?? none)(words);
  if (checked !== undefined) return checked;
  throw new UserError({
    found: words.length === 0 ? `${verb} was given nothing.` : `${verb} was given: ${words.join(" ")}`,
    allowed: further[verb],
    remedy: `npm run ctl -- STACK SERVICE ${verb} ...`,
  });
}

type WordsCheck = (words: readonly string[]) => readonly string[] | undefined;

const none: WordsCheck = (words) => (words.length === 0 ? words : undefined);

/** Of verbs that take words: what goes on to the command, undefined where that is wrong. */
const checks: Partial<Readonly<Record<Verb, WordsCheck>>> = {
  exec: (words) => (words.length > 0 ? words : undefined),
  signal: ([name = "", ...more]) =>
    more.length === 0 && /^(SIG)?[A-Z][A-Z0-9+-]*$/i.test(name) ? [name.toUpperCase().replace(/^SIG/, "")] : undefined,
  logs: (words) => {
    if (words.length === 0) return words;
    return words.every((one) => one === "--follow" || one === "-f") ? ["--follow"] : undefined;
  },
};
