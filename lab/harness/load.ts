import { execa } from "execa";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { hostAndPort } from "../addresses.ts";
import type { HostProbe } from "../tools.ts";
import { outcomes, type From, type Load, type LoadRequest, type Sample } from "../tools/requests.ts";
import type { ProbeSource } from "./host-probe.ts";

/** Arguments of `docker run` for a probe in a network namespace. */
export function probeWords({ image, labels }: ProbeSource, from: From, extra: readonly string[] = []): string[] {
  const network = from === "host" ? "host" : `container:${from.container}`;
  return ["run", "--rm", ...extra, ...labels, "--network", network, "--cap-drop", "ALL", image];
}

/**
 * Words of `docker` for a program in the network namespace of a process of the host, for systems whose networks a container of Docker cannot
 * join. It has the network alone: names are looked up as the probe's own container does. The namespace stays for as long as the program runs.
 */
export function namespaceWords(host: Pick<HostProbe, "container">, pid: number): string[] {
  return ["exec", "--interactive", host.container, "nsenter", "--target", String(pid), "--net"];
}

/** Parses a line of load.py; undefined if it is none. */
export function parseSample(line: string): Sample | undefined {
  const [at, latencyMs, outcome] = line.split(" ");
  const known = outcomes.find((one) => one === outcome);
  return known === undefined ? undefined : { at: Number(at), latencyMs: Number(latencyMs), outcome: known };
}

/** Starts making requests. Resolves when the first one has ended, or when it is ready to begin. @throws if that takes too long */
export async function startLoad(
  source: ProbeSource,
  { from, ...request }: LoadRequest & { readonly target: string },
  signal: AbortSignal,
): Promise<Load> {
  return startLoadBy([...source.docker.argv, ...probeWords(source, from, ["--interactive"])], request, signal);
}

/** The same. @param argv command that runs the words after it where requests come from */
export async function startLoadBy(
  argv: readonly string[],
  { target, rate, seconds, held = false }: Omit<LoadRequest, "from"> & { readonly target: string },
  signal: AbortSignal,
): Promise<Load> {
  const plan = JSON.stringify({ ...hostAndPort(target), rate, seconds, held });
  const [command = "docker", ...words] = argv;
  const args = [...words, "python3", "/lab/load.py", plan];
  const child = execa(command, args, { stdin: "pipe", buffer: { stdout: false }, reject: false, cancelSignal: signal });
  const samples: Sample[] = [];
  const listeners = new Set<(sample: Sample | undefined) => void>();
  const lines = createInterface({ input: child.stdout });
  const ready = held ? once(lines, "line") : undefined;
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
  const started = ready === undefined ? until(() => true, startWithinMs) : inTime(ready);
  if ((await started) === undefined) {
    child.kill();
    const { stderr } = await ended;
    signal.throwIfAborted();
    throw new Error(`no request was made within ${startWithinMs / 1000} s: ${stderr.trim()}`);
  }
  return {
    samples,
    until,
    begin() {
      if (held) child.stdin.write("\n");
    },
    async stop() {
      child.stdin.end();
      await ended;
      signal.throwIfAborted();
      return samples.toSorted((a, b) => a.at - b.at);
    },
  };
}

const startWithinMs = 15_000;

/** Undefined if it takes too long. */
function inTime(event: Promise<unknown>): Promise<unknown> {
  return Promise.race([event, pause(startWithinMs, undefined, { ref: false })]);
}
