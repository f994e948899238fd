import { posix } from "node:path";
import { attributed, isSupervising } from "./attribute.ts";
import type { Program } from "./contract.ts";
import type { Observation } from "./observation.ts";

/** What services of a fat container have with each other, without any file saying so. Names are the programs'. */
export interface Couplings {
  /** A service listens on a port, at addresses such as `127.0.0.1`. */
  readonly listens: readonly {
    readonly program: string;
    readonly protocol: "tcp" | "udp";
    readonly port: number;
    readonly addresses: readonly string[];
  }[];
  /** One connects to another. */
  readonly connects: readonly {
    readonly program: string;
    readonly to: string;
    readonly over: { readonly port: number } | { readonly socket: string };
  }[];
  /** Two have the same file open, and at least one of them writes it. */
  readonly files: readonly {
    readonly path: string;
    readonly writers: readonly string[];
    readonly readers: readonly string[];
  }[];
  /** Ports that someone connected to, and it was not seen who. */
  readonly unknown: readonly { readonly to: string; readonly port: number }[];
  /** Command lines of processes that belong to no program: the supervisor, and what could not be told. */
  readonly strangers: readonly string[];
}

/** @param textOf text of a file of the image */
export function couplingsOf(
  seen: Observation,
  programs: readonly Program[],
  textOf?: (path: string) => string | undefined,
): Couplings {
  const owners = attributed(seen, programs, textOf);
  const nameOf = (pid: number) => owners.get(pid)?.name;
  const listens = listensOf(seen, nameOf);
  const connects = connectsOf(seen, nameOf, listens);
  const known = new Set(connects.flatMap(({ over }) => ("port" in over ? [over.port] : [])));
  const passed = new Set(seen.passed.filter(({ address }) => isLoopback(address)).map(({ port }) => port));
  const unknown = listens
    .filter(({ protocol, port }) => protocol === "tcp" && passed.has(port) && !known.has(port))
    .map(({ program, port }) => ({ to: program, port }));
  const parents = new Map(seen.processes.map(({ pid, parent }) => [pid, parent] as const));
  const strangers = seen.processes
    .filter((one) => one.pid !== 1 && !owners.has(one.pid) && !isSupervising(one) && !hasEntered(one.pid, parents))
    .map(({ command }) => command.join(" "));
  return { listens, connects, files: filesOf(seen, nameOf), unknown, strangers: [...new Set(strangers)] };
}

/** Whether a process was started from outside, such as a health check: it descends from none in the container's PID namespace but PID 1. */
function hasEntered(pid: number, parents: ReadonlyMap<number, number>): boolean {
  const above = new Set<number>();
  for (let at = pid; at !== 1;) {
    const parent = parents.get(at);
    if (parent === 0) return true;
    // One that has ended meanwhile, or that is its own: not known.
    if (parent === undefined || above.has(parent)) return false;
    above.add(parent);
    at = parent;
  }
  return false;
}

type NameOf = (pid: number) => string | undefined;

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** The group of processes that hold a socket is that of the one that opened it: a parent has handed it down. */
function listensOf(seen: Observation, nameOf: NameOf): Couplings["listens"] {
  const found = new Map<string, { program: string; protocol: "tcp" | "udp"; port: number; addresses: Set<string> }>();
  for (const { pid, protocol, address, port } of seen.listens) {
    const program = nameOf(pid);
    if (program === undefined) continue;
    const key = `${program}\n${protocol}\n${port}`;
    const one = found.get(key) ?? { program, protocol, port, addresses: new Set<string>() };
    one.addresses.add(address);
    found.set(key, one);
  }
  return [...found.values()]
    .map(({ addresses, ...rest }) => ({ ...rest, addresses: [...addresses].sort() }))
    .sort((a, b) => a.port - b.port);
}

function connectsOf(seen: Observation, nameOf: NameOf, listens: Couplings["listens"]): Couplings["connects"] {
  const found = new Map<string, Couplings["connects"][number]>();
  const note = (pid: number, to: string | undefined, over: Couplings["connects"][number]["over"]) => {
    const program = nameOf(pid);
    if (program !== undefined && to !== undefined && program !== to)
      found.set(JSON.stringify([program, to, over]), { program, to, over });
  };
  const listening = (port: number) => listens.find((one) => one.protocol === "tcp" && one.port === port);
  for (const { pid, address, port, from } of seen.connects) {
    // The end that was accepted has the port that its program listens on.
    const isAccepted = listening(from)?.program === nameOf(pid) && listening(from) !== undefined;
    if (!isAccepted && isOwn(address, seen)) note(pid, listening(port)?.program, { port });
  }
  for (const { pid, path } of seen.unixConnects) {
    const listener = seen.unixListens.find((one) => one.path === path && nameOf(one.pid) !== undefined);
    if (listener !== undefined) note(pid, nameOf(listener.pid), { socket: path });
  }
  return [...found.values()];
}

/** Whether an address is the container's: loopback, or one that a connection in it comes from. */
function isOwn(address: string, { connects, listens }: Observation): boolean {
  if (isLoopback(address)) return true;
  return (
    listens.some((one) => one.address === address) ||
    connects.some((one) => one.address === address && listens.some(({ port }) => port === one.from))
  );
}

function filesOf(seen: Observation, nameOf: NameOf): Couplings["files"] {
  const found = new Map<string, { writers: Set<string>; readers: Set<string> }>();
  for (const { pid, path, how } of seen.files) {
    const program = nameOf(pid);
    if (program === undefined) continue;
    const one = found.get(path) ?? { writers: new Set<string>(), readers: new Set<string>() };
    (how === "writes" ? one.writers : one.readers).add(program);
    found.set(path, one);
  }
  return [...found]
    .filter(([, { writers, readers }]) => writers.size > 0 && new Set([...writers, ...readers]).size > 1)
    .map(([path, { writers, readers }]) => ({
      path,
      writers: [...writers].sort(),
      readers: [...readers].filter((one) => !writers.has(one)).sort(),
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Folders that services have to share, with the services: those of sockets and of files. The deepest that hold all of them. */
export function sharedFolders({ connects, files }: Couplings): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  const share = (path: string, programs: readonly string[]) => {
    const folder = posix.dirname(path);
    const all = folders.get(folder) ?? new Set<string>();
    for (const program of programs) all.add(program);
    folders.set(folder, all);
  };
  for (const { program, to, over } of connects)
    if ("socket" in over && over.socket.startsWith("/")) share(over.socket, [program, to]);
  for (const { path, writers, readers } of files) share(path, [...writers, ...readers]);
  return folders;
}
