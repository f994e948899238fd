/** Stands in a path for the address of a host that is reached only from where there is egress. */
export const outside = "host=OUTSIDE&port=7777";

/** What is answered: the text, or what it is like. */
export type Answer = string | RegExp;

/** Where services share something, an answer can be another, as docs/compose.md says. */
export interface Answers {
  readonly separate: Answer;
  /** @default as separate */
  readonly pod?: Answer;
  readonly folded: Answer;
}

/** A path that the entry is asked for, and what it answers. */
export type Ask = readonly [path: string, answer: Answer | Answers];

/** A Compose file shaped like those that people publish, and what it answers, whichever way it is deployed. */
export interface Case {
  readonly title: string;
  /** Path below the project to text; `compose.yaml` among them. */
  readonly files: Readonly<Record<string, string>>;
  /** Later files say something over earlier ones. @default compose.yaml */
  readonly workload?: readonly string[];
  readonly profiles?: readonly string[];
  readonly asks: readonly Ask[];
  /** A service that is restarted after these answers, and what is answered then. */
  readonly restarted?: { readonly service: string; readonly asks: readonly Ask[] };
  /** Settings of the one container, as `docker inspect` has them: a root has no /sys to read them from. */
  readonly inspected?: Readonly<Record<string, unknown>>;
  /** What the deployment warns of where services are folded. */
  readonly warned?: readonly RegExp[];
  /** Where it cannot be, with the reason. @default it can be deployed everywhere */
  readonly notFolded?: RegExp;
}

/** The answer that an approach gives. */
export function answerOf(answer: Ask[1], approach: string, folded: readonly string[]): Answer {
  if (typeof answer === "string" || answer instanceof RegExp) return answer;
  if (folded.includes(approach)) return answer.folded;
  return approach === "pod" ? (answer.pod ?? answer.separate) : answer.separate;
}
