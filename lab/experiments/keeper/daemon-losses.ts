import { setTimeout as pause } from "node:timers/promises";
import type { Observations } from "../../contract.ts";
import { without } from "../../instruments/missing.ts";
import { systemsRules } from "../../rules/systems.ts";
import type { Tools } from "../../tools.ts";
import { isAlive, observed, signals, ways, type Ended, type Known, type Loss } from "./loss.ts";
import { privateDaemon, trialPort, whyNoDaemon, type PrivateDaemon } from "./private-daemon.ts";

const { afterSeconds, backSeconds } = systemsRules.measuring;

/** Stops and kills private Docker daemons, with live-restore and without. @param figures all names */
export async function daemonLosses(tools: Tools, figures: readonly string[]): Promise<Observations> {
  const reason = await whyNoDaemon(tools.docker);
  if (reason !== undefined) return { values: {}, missing: without(figures, reason) };
  const losses: Record<string, Loss> = {};
  for (const [prefix, liveRestore] of [
    ["", false],
    ["live.", true],
  ] as const)
    for (const way of ways) losses[`${prefix}${way}`] = await lossOfDaemon(tools, way, liveRestore);
  return observed(losses, figures);
}

/** What the trial's containers are on a daemon. */
interface Placed {
  readonly first: Known;
  readonly other: Known;
  readonly port: number;
}

async function lossOfDaemon(tools: Tools, way: Ended, liveRestore: boolean): Promise<Loss> {
  const { host, load, signal } = tools;
  const daemon = await privateDaemon(liveRestore, signal);
  try {
    await daemon.bring(tools.docker, tools.probeImage);
    const { first, other, port } = await place(daemon, tools);
    const requests = await load({ from: "host", target: `127.0.0.1:${port}`, rate: 100, seconds: 60 });
    await host.ask("signal-process", { pid: await daemon.pid(), signal: signals[way] });
    await pause(afterSeconds.value * 1000, undefined, { signal });
    const [survives, others] = [await isAlive(host, first), await isAlive(host, other)];
    const lost = (await requests.stop()).filter(({ outcome }) => outcome !== "ok").length;
    if (survives) await host.ask("signal-process", { pid: first.pid, signal: "KILL" });
    while (await isAlive(host, first)) await pause(20, undefined, { signal });
    const back = await answers(tools, port, backSeconds.value);
    await daemon.start();
    const mended = await answers(tools, port, backSeconds.value);
    return { survives, others, lost, back, mended };
  } finally {
    await daemon.dispose();
  }
}

/** Runs a container that serves on loopback, and another one. */
async function place(daemon: PrivateDaemon, tools: Tools): Promise<Placed> {
  const port = trialPort();
  // With an init, since a PID 1 without a handler does not end at SIGTERM.
  const base = ["run", "--detach", "--init", "--restart", "always"];
  const answering = [tools.probeImage, "python3", "/lab/answering.py", String(port)];
  const ids = [
    await daemon.docker(...base, "--network", "host", ...answering),
    await daemon.docker(...base, "--network", "none", tools.probeImage, "sleep", "infinity"),
  ];
  if (!(await answers(tools, port, backSeconds.value)))
    throw new Error("the container of the private daemon does not serve");
  const pids = await Promise.all(ids.map((id) => daemon.docker("inspect", "--format", "{{.State.Pid}}", id)));
  const order = ids.map((id, index) => ({ id, pid: Number(pids[index]) }));
  const found = await tools.host.ask<Record<string, readonly Known[]>>("processes", { containers: order });
  const known = order.map(({ id, pid }) => found[id]?.find((one) => one.pid === pid));
  const [first, other] = known;
  if (first === undefined || other === undefined)
    throw new Error("/proc does not show the private daemon's containers");
  return { first, other, port };
}

async function answers({ host }: Tools, port: number, seconds: number): Promise<boolean> {
  const { at } = await host.ask<{ readonly at: number | null }>("await-answer", { host: "127.0.0.1", port, seconds });
  return at !== null;
}
