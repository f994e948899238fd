import { UserError } from "../../errors/user-error.ts";

/** What observe.pl has seen of a container's processes. */
export interface Observation {
  readonly processes: readonly SeenProcess[];
  readonly listens: readonly {
    readonly pid: number;
    readonly protocol: "tcp" | "udp";
    readonly address: string;
    readonly port: number;
  }[];
  /** Of both ends of a connection in the container; `from` is the port on this end. */
  readonly connects: readonly {
    readonly pid: number;
    readonly address: string;
    readonly port: number;
    readonly from: number;
  }[];
  /** Connections that had ended: who made them is not known. */
  readonly passed: readonly { readonly address: string; readonly port: number }[];
  readonly unixListens: readonly { readonly pid: number; readonly path: string }[];
  readonly unixConnects: readonly { readonly pid: number; readonly path: string }[];
  readonly files: readonly { readonly pid: number; readonly path: string; readonly how: "reads" | "writes" }[];
}

export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** Path of the executable; empty if it could not be read. */
  readonly program: string;
  readonly command: readonly string[];
  /** `NAME=VALUE`; empty if it could not be read. */
  readonly environment: readonly string[];
}

const keys = ["processes", "listens", "connects", "passed", "unixListens", "unixConnects", "files"] as const;

/** @throws UserError if it is not what observe.pl prints */
export function observationFrom(text: string): Observation {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = undefined;
  }
  const isWhole =
    typeof found === "object" &&
    found !== null &&
    keys.every((key) => Array.isArray((found as Record<string, unknown>)[key]));
  if (isWhole) return found as Observation;
  throw new UserError({
    found: `The container's processes could not be read: ${text.slice(0, 200) || "nothing was printed"}.`,
    allowed: "a container that runs while it is watched",
    remedy: "look whether it keeps running: docker run IMAGE",
  });
}
