import type { Found, ImageConfig, Program, Todo, WatchedMounts } from "./contract.ts";
import { isLoopback, sharedFolders, type Couplings } from "./couplings.ts";

/** What was found, with what watching it has shown. */
export interface Observed extends Found {
  /** Folders that several services mount, by the programs' names. */
  readonly shared: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ports that a service listens on, by the program's name. */
  readonly ports: Readonly<Record<string, readonly string[]>>;
  /** Mounts of the container that was watched, which every service gets. @default it was started for that, and has none */
  readonly mounted?: WatchedMounts;
}

const from = { path: "what was observed" };

/**
 * Programs that reach each other by name instead of loopback, start after those that they need, and share folders.
 * @param config of the image, whose variables all programs have
 * @param nameOf a program's name in the Compose file
 */
export function observed(
  found: Found,
  couplings: Couplings,
  { env }: Pick<ImageConfig, "env">,
  nameOf: (program: string) => string,
): Observed {
  const shared = new Map([...sharedFolders(couplings)].filter(([folder, { size }]) => size > 1 && mayBeVolume(folder)));
  const programs = found.programs.map((program) => withCouplings(program, couplings, env, nameOf));
  const ports = Object.fromEntries(
    found.programs.map(
      ({ name }) =>
        [
          name,
          couplings.listens
            .filter(({ program }) => program === name)
            .map(({ port, protocol }) => `${port}/${protocol}`),
        ] as const,
    ),
  );
  return {
    ...found,
    programs: programs.map((program) => ({ ...program, after: acyclic(program.name, program.after, programs) })),
    todos: [...found.todos, ...todosOf(couplings)],
    shared,
    ports,
  };
}

/** A volume over one of these would hide the image itself. */
function mayBeVolume(folder: string): boolean {
  return !/^\/(?:|bin|sbin|lib|lib64|usr(?:\/.*)?|etc|root|home|var|opt)$/.test(folder);
}

function withCouplings(
  program: Program,
  { connects, listens, files }: Couplings,
  inherited: ImageConfig["env"],
  nameOf: (program: string) => string,
): Program {
  const own = connects.filter((one) => one.program === program.name);
  const targets = own.flatMap(({ to, over }) => ("port" in over ? [{ to: nameOf(to), port: over.port }] : []));
  const command = program.command.map((word) => renamed(word, targets));
  const above = Object.entries(inherited).filter(
    ([name, value]) => !(name in program.env) && hostIn(value, targets) !== value,
  );
  const env = Object.fromEntries(
    [...above, ...Object.entries(program.env)].map(([name, value]) => [name, hostIn(value, targets)] as const),
  );
  const changed = JSON.stringify([command, env]) !== JSON.stringify([program.command, program.env]);
  const told = changed
    ? targets.filter(
        ({ to, port }) => JSON.stringify([command, env]).includes(`${to}:${port}`) || Object.values(env).includes(to),
      )
    : [];
  const todos: Todo[] = [
    ...targets
      .filter((target) => !told.includes(target))
      .map(({ to, port }) => ({
        text: `it connects to port ${port} on loopback, which is ${to}: write ${to} where its configuration says localhost or 127.0.0.1`,
        from,
      })),
    ...told.map(({ to, port }) => ({
      text: `its variables or its command named loopback where it connects to port ${port}, and name ${to} now: look whether that is meant`,
      from,
    })),
    ...loopbackOnly(program, listens, connects),
    ...sockets(own, nameOf),
    ...files
      .filter(({ writers, readers }) => writers.includes(program.name) || readers.includes(program.name))
      .map(({ path, writers, readers }) => ({
        text: `it shares the file ${path}: written by ${writers.map(nameOf).join(", ")}${readers.length === 0 ? "" : `, read by ${readers.map(nameOf).join(", ")}`}`,
        from,
      })),
  ];
  const after = [...new Set([...program.after, ...own.map(({ to }) => to)])];
  return { ...program, command, env, after, todos: [...program.todos, ...todos] };
}

/** `localhost:6379` becomes `redis:6379`. A port without a host is left to a person. */
function renamed(text: string, targets: readonly { readonly to: string; readonly port: number }[]): string {
  return targets.reduce(
    (result, { to, port }) =>
      result.replaceAll(
        new RegExp(`(?<![\\w.-])(?:localhost|127\\.0\\.0\\.1|\\[::1\\]):${port}(?!\\d)`, "g"),
        `${to}:${port}`,
      ),
    text,
  );
}

/** A variable that is a host and nothing else is meant if the program connects to one other only. */
function hostIn(value: string, targets: readonly { readonly to: string; readonly port: number }[]): string {
  const others = new Set(targets.map(({ to }) => to));
  const [only] = others;
  if (only !== undefined && others.size === 1 && /^(?:localhost|127\.0\.0\.1|::1)$/.test(value)) return only;
  return renamed(value, targets);
}

function loopbackOnly(
  { name }: Program,
  listens: Couplings["listens"],
  connects: Couplings["connects"],
): readonly Todo[] {
  return listens
    .filter(
      ({ program, addresses, port }) =>
        program === name &&
        addresses.every(isLoopback) &&
        connects.some(({ to, over }) => to === name && "port" in over && over.port === port),
    )
    .map(({ port }) => ({
      text: `it listens on port ${port} of loopback only, where another container cannot reach it: let it listen on 0.0.0.0`,
      from,
    }));
}

function sockets(own: Couplings["connects"], nameOf: (program: string) => string): readonly Todo[] {
  return own.flatMap(({ to, over }) => {
    if (!("socket" in over)) return [];
    if (over.socket.startsWith("@"))
      return [
        {
          text: `it connects to ${nameOf(to)} by the abstract socket ${over.socket}, which needs a shared network: network_mode: service:${nameOf(to)}`,
          from,
        },
      ];
    return [
      {
        text: `it connects to ${nameOf(to)} by the socket ${over.socket}, whose folder both mount: its mode has to let the other's user in`,
        from,
      },
    ];
  });
}

function todosOf({ unknown, strangers }: Couplings): readonly Todo[] {
  return [
    ...unknown.map(({ to, port }) => ({
      text: `a connection to port ${port} of ${to} was seen, and not who made it`,
      from,
    })),
    ...strangers.map((command) => ({
      text: `a process belongs to no program that the files tell of: ${command.slice(0, 120)}`,
      from,
    })),
  ];
}

/** Two that connect to each other cannot both wait: what would close a circle is left out. */
function acyclic(name: string, after: readonly string[], programs: readonly Program[]): readonly string[] {
  const order = programs.map((one) => one.name);
  const reaches = (start: string, goal: string, seen: readonly string[]): boolean => {
    if (start === goal) return true;
    const next = programs.find((one) => one.name === start)?.after ?? [];
    return next.filter((one) => !seen.includes(one)).some((one) => reaches(one, goal, [...seen, start]));
  };
  // Of a circle, the later in the file's order waits.
  return after.filter((needed) => !reaches(needed, name, []) || order.indexOf(needed) < order.indexOf(name));
}
