import { UserError } from "../../errors/user-error.ts";
import { controlArgv } from "../../stacks/control/command.ts";
import type { DeploymentOutput, ReplicaOutput } from "../../stacks/outputs.ts";
import { verbs, type Verb } from "../../stacks/verbs.ts";

/** Further words that a verb takes, for messages. */
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
 * The command line for a verb of a service.
 * @throws UserError for an unknown service or verb, or words that the verb does not take
 */
export function requestedArgv(
  { services }: DeploymentOutput,
  name: string,
  word: string,
  words: readonly string[],
): readonly string[] {
  const { control } = namedReplica(services, name);
  const verb = verbs.find((known) => known === word);
  if (verb === undefined) {
    throw new UserError({ found: `There is no verb "${word}".`, allowed: verbs.join(", "), remedy: "use one of them" });
  }
  return controlArgv(control, verb, ...checkedWords(verb, words));
}

/** @param name `SERVICE`, which means its first replica, or `SERVICE/N` */
function namedReplica(services: DeploymentOutput["services"], name: string): ReplicaOutput {
  const [service = "", number = "1", ...more] = name.split("/");
  const replicas = Object.hasOwn(services, service) ? services[service]?.replicas : undefined;
  const replica = more.length === 0 && /^[1-9]\d*$/.test(number) ? replicas?.[Number(number) - 1] : undefined;
  if (replica !== undefined) return replica;
  const names = Object.entries(services).flatMap(([one, { replicas: all }]) =>
    all.map((_, index) => (all.length === 1 ? one : `${one}/${index + 1}`)),
  );
  throw new UserError({
    found: `There is no service "${name}".`,
    allowed: names.join(", "),
    remedy: "use one of them",
  });
}

function checkedWords(verb: Verb, words: readonly string[]): readonly string[] {
  const checked = (checks[verb] ?? none)(words);
  if (checked !== undefined) return checked;
  throw new UserError({
    found: words.length === 0 ? `${verb} needs more words.` : `Words after ${verb}: ${words.join(" ")}`,
    allowed: further[verb],
    remedy: `npm run ctl -- STACK SERVICE ${verb} ...`,
  });
}

type WordsCheck = (words: readonly string[]) => readonly string[] | undefined;

const none: WordsCheck = (words) => (words.length === 0 ? words : undefined);

/** For verbs that take words: the words for the command, undefined if they are wrong. */
const checks: Partial<Readonly<Record<Verb, WordsCheck>>> = {
  exec: (words) => (words.length > 0 ? words : undefined),
  signal: ([name = "", ...more]) =>
    more.length === 0 && /^(SIG)?[A-Z][A-Z0-9+-]*$/i.test(name) ? [name.toUpperCase().replace(/^SIG/, "")] : undefined,
  logs: (words) => {
    if (words.length === 0) return words;
    return words.every((one) => one === "--follow" || one === "-f") ? ["--follow"] : undefined;
  },
};
