import { execa } from "execa";
import { freemem } from "node:os";
import { UserError } from "../../errors/user-error.ts";
import { compareVersions } from "../host/version-order.ts";

// Several compilers run at a time, and the other steps of setup with them.
const ampleMemory = 4e9;

/** The Go tools of this host. */
export interface Go {
  readonly version: string;
  readonly platform: string;
}

/** @returns undefined if there is no Go */
export async function findGo(env: NodeJS.ProcessEnv = process.env): Promise<Go | undefined> {
  const result = await execa("go", ["version"], { env: { ...env, GOTOOLCHAIN: "local" }, reject: false });
  const match = /^go version go(\S+) (\S+)/.exec(result.stdout);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { version: match[1], platform: match[2].replace("/", "-") };
}

/** Refuses to start a build that cannot succeed. */
export function requireGo(go: Go | undefined, minimum: string, purpose: string): Go {
  const allowed = `Go ${minimum} or newer`;
  const remedy = `install ${allowed} from go.dev/dl and put it on PATH, or install Pulumi itself (pulumi.com/docs/install).`;
  if (go === undefined) {
    throw new UserError({ found: `No Go on PATH; ${purpose} must be built from Go modules.`, allowed, remedy });
  }
  if (compareVersions(go.version, minimum) < 0) {
    throw new UserError({ found: `Go ${go.version} is too old to build ${purpose}.`, allowed, remedy });
  }
  return go;
}

/** Where Go keeps what it downloads and compiles: the folders that a build fills. */
export async function goCaches(): Promise<string[]> {
  const { stdout } = await execa("go", ["env", "GOCACHE", "GOMODCACHE"]);
  return stdout.split("\n").filter((line) => line !== "");
}

/**
 * The environment of every build: no C compiler, no other Go, no workspace of the user's. With memory to spare, the compiler collects
 * garbage less often: a fifth less time for five heavy packages, and a quarter more memory for the worst (1.2 GB).
 * @param free bytes of memory. @default what this host has available
 */
export function goEnvironment(env: NodeJS.ProcessEnv = process.env, free: number = freemem()): Record<string, string> {
  const spare = free > ampleMemory && (env.GOGC ?? "") === "";
  return { CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOWORK: "off", ...(spare ? { GOGC: "400" } : {}) };
}
