import type { Observations } from "../../contract.ts";
import { separatesLogs } from "../../deployment.ts";
import { without } from "../../instruments/missing.ts";
import { peerOf } from "../../roles.ts";
import type { CommonTools, Subject } from "../../tools.ts";
import { orderOfEnds, type Stopped } from "./ends.ts";
import { endsIn } from "./trials.ts";

const figures = ["stop.told.entry", "stop.told.peer", "stop.order"];

/** Why it is unknown whether a service got its stop signal. */
export function silence(service: string): string {
  return `The workload does not say what ${service} logs at its stop signal.`;
}

/** Which services got their stop signal, and in which order they ended. @param since milliseconds since 1970; earlier lines do not count */
export async function toldEnds(subject: Subject, tools: CommonTools, since: number): Promise<Observations> {
  const { deployment, workload } = subject;
  const silent = workload.services.find(({ says }) => says?.stopped === undefined);
  if (silent !== undefined) return { values: {}, missing: without(figures, silence(silent.name)) };
  const patterns = workload.services.map(({ name, says }) => [name, says?.stopped ?? ""] as const);
  if (!separatesLogs(deployment)) return endsInOneLog(patterns, tools, since);
  const found = await Promise.all(
    patterns.map(async ([name, pattern]) => [name, (await endsIn(tools, name, pattern, since)).at(-1)] as const),
  );
  const ends: Readonly<Record<string, Stopped | undefined>> = Object.fromEntries(found);
  const order = orderOfEnds(Object.fromEntries(found.map(([name, end]) => [name, end?.at])));
  const told = (name: string) => ends[name] !== undefined;
  return { values: valuesOf(told(workload.entry.service), told(peerOf(workload).name), order), details: { ends } };
}

/** From one log for all services: it shows how many got a stop signal, so only "none" and "all" answer the question for each. */
async function endsInOneLog(
  patterns: readonly (readonly [service: string, pattern: string])[],
  tools: CommonTools,
  since: number,
): Promise<Observations> {
  const [first = ""] = patterns.map(([name]) => name);
  const anyPattern = patterns.map(([, pattern]) => `(?:${pattern})`).join("|");
  const lines = await endsIn(tools, first, anyPattern, since);
  const details = { ends: lines };
  if (lines.length === 0) return { values: valuesOf(false, false, orderOfEnds({ [first]: undefined })), details };
  const reason = "The services' lines are in one log, which does not say which service wrote them.";
  if (lines.length < patterns.length) return { values: {}, missing: without(figures, reason), details };
  const values = { "stop.told.entry": true, "stop.told.peer": true };
  return { values, missing: { "stop.order": reason }, details };
}

function valuesOf(entry: boolean, peer: boolean, order: string) {
  return { "stop.told.entry": entry, "stop.told.peer": peer, "stop.order": order };
}
