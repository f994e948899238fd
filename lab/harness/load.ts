import { execa } from "execa";
import { createInterface } from "node:readline";
import type { ProbeSource } from "./host-probe.ts";

/** Where requests come from: a network namespace of the engine's host. */
export type From =
  /** The host's own. */
  | "host"
  /** That of a container. */
  | { readonly unit: string };

/** Requests to make at a fixed rate. */
export interface LoadRequest {
  readonly from: From;
  /** `host:port`; the entry's published address from the host where left out. */
  readonly target?: string;
  /** Requests per second. */
  readonly rate: number;
  /** Ends by itself after this time. */
  readonly seconds: number;
}

const outcomes = ["ok", "refused", "lost", "timeout", "error"] as const;

/** One request's fate. */
export interface Sample {
  /** When it should have begun, in milliseconds since 1970 on the engine's host. */
  readonly at: number;
  /** From then on, so that time spent waiting for its turn counts. */
  readonly latencyMs: number;
  /**
   * `ok`: a whole answer with status 200. `refused`: no connection. `lost`: connected, and the answer broke off or never began.
   * `timeout`: nothing within a second. `error`: an answer with another status.
   */
  readonly outcome: (typeof outcomes)[number];
}

/** Requests under way. */
export interface Load {
  /** Those that have ended so far, in the order in which they ended. */
  readonly samples: readonly Sample[];
  /** Waits until a sample satisfies. @returns it; undefined where the deadline passes or the requests end before */
  until(satisfies: (sample: Sample) => boolean, deadlineMs: number): Promise<Sample | undefined>;
  /** Makes no more requests, and waits for those under way. @returns all samples in the order of `at` */
  stop(): Promise<readonly Sample[]>;
}

/** The words of `docker run` for a probe in a network namespace. */
export function probeWords({ image, labels }: ProbeSource, from: From, extra: readonly string[] = []): string[] {
  const network = from === "host" ? "host" : `container:${from.unit}`;
  return ["run", "--rm", ...extra, ...labels, "--network", network, "--cap-drop", "ALL", image];
}

/** @param text `host:port` */
export function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
}

/** A line of load.py. */
export function parseSample(line: string): Sample | undefined {
  const [at, latencyMs, outcome] = line.split(" ");
  const known = outcomes.find((one) => one === outcome);
  return known === undefined ? undefined : { at: Number(at), latencyMs: Number(latencyMs), outcome: known };
}

/** Begins to make requests. Resolves when the first has ended. */
export async function startLoad(
  source: ProbeSource,
  { from, target, rate, seconds }: LoadRequest & { readonly target: string },
  signal: AbortSignal,
): Promise<Load> {
  const plan = JSON.stringify({ ...hostAndPort(target), rate, seconds });
  const [command = "docker", ...words] = source.docker.argv;
  const args = [...words, ...probeWords(source, from, ["--interactive"]), "python3", "/lab/load.py", plan];
  const child = execa(command, args, { stdin: "pipe", buffer: { stdout: false }, reject: false, cancelSignal: signal });
  const samples: Sample[] = [];
  const listeners = new Set<(sample: Sample | undefined) => void>();
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const sample = parseSample(line);
    if (sample === undefined) return;
    samples.push(sample);
    for (const listener of listeners) listener(sample);
  });
  const ended = child.then((result) => {
    for (const listener of listeners) listener(undefined);
    return result;
  });
  const until: Load["until"] = (satisfies, deadlineMs) =>
    new Promise((resolve) => {
      const end = (sample: Sample | undefined) => {
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(sample);
      };
      const timer = setTimeout(end, deadlineMs, undefined);
      const listener = (sample: Sample | undefined) => {
        if (sample === undefined || satisfies(sample)) end(sample);
      };
      listeners.add(listener);
    });
  if ((await until(() => true, startWithinMs)) === undefined) {
    child.kill();
    const { stderr } = await ended;
    signal.throwIfAborted();
    throw new Error(`no request was made within ${startWithinMs / 1000} s: ${stderr.trim()}`);
  }
  return {
    samples,
    until,
    async stop() {
      child.stdin.end();
      await ended;
      signal.throwIfAborted();
      return samples.toSorted((a, b) => a.at - b.at);
    },
  };
}

const startWithinMs = 15_000;
