import { serviceNames } from "./compose-file.ts";
import type { Evidence, Found, ImageConfig, Todo } from "./contract.ts";
import type { Observed } from "./observed.ts";

/** What a person has to know before the Compose file is used: what became of each program, and what is still to decide, numbered. */
export interface UnfoldReport {
  readonly image: string;
  readonly supervisor: string;
  readonly services: readonly {
    readonly service: string;
    readonly program: string;
    readonly from: string;
    readonly command: readonly string[];
  }[];
  readonly todos: readonly {
    readonly number: number;
    readonly service?: string;
    readonly text: string;
    readonly from: string;
  }[];
}

export function reportOf(image: string, found: Found | Observed, config: ImageConfig): UnfoldReport {
  const names = serviceNames(found.programs);
  const own = found.programs.flatMap((program) =>
    program.todos.map((todo) => ({ service: names.get(program) ?? program.name, todo })),
  );
  const all: readonly { readonly service?: string; readonly todo: Todo }[] = [
    ...found.todos.map((todo) => ({ todo })),
    ...general(found, config).map((todo) => ({ todo })),
    ...own,
  ];
  return {
    image,
    supervisor: found.supervisor,
    services: found.programs.map((program) => ({
      service: names.get(program) ?? program.name,
      program: program.name,
      from: placed(program.from),
      command: program.command,
    })),
    todos: all.map(({ service, todo }, index) => ({
      number: index + 1,
      ...(service === undefined ? {} : { service }),
      text: todo.text,
      from: placed(todo.from),
    })),
  };
}

/** What no file tells, and `--observe` finds out. */
function general(found: Found | Observed, { exposed, volumes }: ImageConfig): readonly Todo[] {
  const { programs } = found;
  const isObserved = "ports" in found;
  const from = { path: "the image's configuration" };
  const running = programs.filter(({ kind }) => kind === "runs");
  return [
    ...(running.length > 1 && !isObserved
      ? [
          {
            text: "services that talk over localhost, a Unix socket or a shared file need a name, a volume or both: --observe finds them",
            from,
          },
        ]
      : []),
    ...(exposed.length > 0 && !isObserved
      ? [{ text: `which service listens on ${exposed.join(", ")} is not in the files: publish the port there`, from }]
      : []),
    ...(volumes.length > 0
      ? [{ text: `every service mounts ${volumes.join(", ")}: leave it to those that need it`, from }]
      : []),
  ];
}

function placed({ path, line }: Evidence): string {
  return line === undefined ? path : `${path}:${line}`;
}

/** As Markdown. */
export function reportText({ image, supervisor, services, todos }: UnfoldReport): string {
  const rows = services.map(
    ({ service, from, command }) => `| ${service} | ${from} | \`${command.join(" ").replaceAll("|", "\\|")}\` |`,
  );
  return [
    `# ${image}, unfolded`,
    `It ran ${services.length} programs under ${supervisor}. In \`compose.yaml\` each has a container of its own, from the same image.`,
    ["| Service | From | Command |", "| --- | --- | --- |", ...rows].join("\n"),
    todos.length === 0 ? "Nothing is left to decide." : "## To decide",
    ...(todos.length === 0
      ? []
      : [
          todos
            .map(
              ({ number, service, text, from }) =>
                `${number}. ${service === undefined ? "" : `**${service}**: `}${text} (${from})`,
            )
            .join("\n"),
        ]),
    "",
  ].join("\n\n");
}
