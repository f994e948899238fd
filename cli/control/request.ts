import { UserError } from "../../errors/user-error.ts";
import { controlArgv } from "../../stacks/control/command.ts";
import type { DeploymentOutput, ReplicaOutput } from "../../stacks/outputs.ts";
import { verbs, type Verb } from "../../stacks/verbs.ts";
import { replicaLabel } from "./replica-label.ts";

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

/** What is asked of a service: a verb, and the command line for each replica that is meant. */
export interface Requested {
  readonly verb: Verb;
  /** At least one. */
  readonly commands: readonly ReplicaCommand[];
}

/** A command line for one replica. */
export interface ReplicaCommand {
  /** `SERVICE`, or `SERVICE/N` if the service has several. */
  readonly name: string;
  readonly argv: readonly string[];
}

/** Verbs whose answer is about one process. */
const singular: readonly Verb[] = ["pid", "exec"];

/**
 * The command lines for a verb of a service.
 * @param name `SERVICE`, which means all its replicas, or `SERVICE/N`
 * @throws UserError for an unknown service or verb, words that the verb does not take, or a verb that takes one of several replicas
 */
export function requested(
  { services }: DeploymentOutput,
  name: string,
  word: string,
  words: readonly string[],
): Requested {
  const replicas = namedReplicas(services, name);
  const verb = verbs.find((known) => known === word);
  if (verb === undefined) {
    throw new UserError({ found: `There is no verb "${word}".`, allowed: verbs.join(", "), remedy: "use one of them" });
  }
  const checked = checkedWords(verb, words);
  if (replicas.length > 1 && singular.includes(verb)) {
    throw new UserError({
      found: `The service ${name} has ${replicas.length} replicas, and ${verb} is for one.`,
      allowed: replicas.map((one) => one.name).join(", "),
      remedy: `npm run ctl -- STACK ${name}/1 ${[verb, ...words].join(" ")}`,
    });
  }
  return {
    verb,
    commands: replicas.map((one) => ({ name: one.name, argv: controlArgv(one.control, verb, ...checked) })),
  };
}

type Named = Pick<ReplicaCommand, "name"> & Pick<ReplicaOutput, "control">;

function namedReplicas(services: DeploymentOutput["services"], name: string): readonly Named[] {
  const [service = "", number, ...more] = name.split("/");
  const replicas = Object.hasOwn(services, service) ? withNames(service, services[service]?.replicas ?? []) : [];
  if (number === undefined && replicas.length > 0) return replicas;
  const replica = more.length === 0 && /^[1-9]\d*$/.test(number ?? "") ? replicas[Number(number) - 1] : undefined;
  if (replica !== undefined) return [replica];
  throw new UserError({
    found: `There is no service "${name}".`,
    allowed: replicaNamesOf(services).join(", "),
    remedy: "use one of them",
  });
}

/** Names of all replicas: `SERVICE`, or `SERVICE/N` for each of several. */
export function replicaNamesOf(services: DeploymentOutput["services"]): string[] {
  return Object.entries(services).flatMap(([one, { replicas }]) => withNames(one, replicas).map(({ name }) => name));
}

function withNames(service: string, replicas: readonly ReplicaOutput[]): readonly Named[] {
  return replicas.map(({ control }, index) => ({ name: replicaLabel(service, index, replicas.length), control }));
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
