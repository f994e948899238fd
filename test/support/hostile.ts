import type { Ejectable } from "../../stacks/eject/ejectable.ts";

/** Texts that a parser may take for something else. */
export const hostileTexts = [
  "-dash",
  "--option=x",
  'it\'s "both" quotes',
  "back\\slash \\n \\x41 \\",
  "$HOME ${HOME} $$ $(HOME) $$(HOME) $",
  "%h %% %n",
  "line\nend\r\n\ttab",
  "  blanks  ",
  "#no: comment",
  "{{json .}} & *alias !tag | >",
  "über ☃ 日本 \u00a0x",
  "a;b && c `d` (e) <f> 'g",
  "null",
  "1e3",
  "yes",
] as const;

/** A plan whose first container has them as words of its command, as values of variables and as labels. */
export function hostilePlan(plan: Ejectable): Ejectable {
  const [first, ...others] = plan.rendering.containers;
  if (first === undefined) throw new Error("the plan has no container");
  const named = (prefix: string) => Object.fromEntries(hostileTexts.map((text, index) => [`${prefix}${index}`, text]));
  const container = {
    ...first,
    process: { ...first.process, command: ["/bin/echo", ...hostileTexts], env: named("V") },
    ...(first.health === undefined
      ? {}
      : { health: { ...first.health, argv: ["/check", ...hostileTexts], probe: ["/check", ...hostileTexts] } }),
    extras: {
      labels: named("org.example/l"),
      names: { hosts: [], dns: { servers: [], search: [], options: [] } },
      kernel: { sysctls: {}, ulimits: [] },
      devices: [],
      securityOptions: [],
      uploads: [],
      input: false,
      hostNamespaces: [],
    },
  };
  return { ...plan, rendering: { ...plan.rendering, containers: [container, ...others] } };
}

/** What a reader should have of them. */
export function hostileValues(prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(hostileTexts.map((text, index) => [`${prefix}${index}`, text]));
}
