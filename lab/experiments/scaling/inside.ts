import { approaches } from "../../../stacks/approaches.ts";
import type { Observations } from "../../contract.ts";
import { containerOf, sharersOf } from "../../deployment.ts";
import { hiddenPages, present, without } from "../../instruments/missing.ts";
import { groupOf, usageOf, type Usage } from "../../instruments/usage.ts";
import { entryOf, peerOf } from "../../roles.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { Load } from "../../tools/requests.ts";
import { failed, mainsOf, restarted, timeUntilRunning } from "./running.ts";

/** Figures of a worker that was added. */
const figures = ["inside.restarted", "inside.lost", "inside.memory", "inside.ms"];

/** The new worker is the second one. */
const number = 2;

/**
 * Adds a worker of the peer in the running container, by the supervisor's own means.
 * @param requests that the entry gets meanwhile
 * @param before the memory of the deployment
 */
export async function addInside(subject: Subject, tools: Tools, requests: Load, before: Usage): Promise<Observations> {
  const { deployment, workload } = subject;
  const [entry, peer] = [entryOf(workload), peerOf(workload)];
  if (sharersOf(deployment, peer.name).length === 0) {
    const reason = "The peer has its container to itself: a further worker is a further container.";
    return { values: {}, missing: without(["inside.possible", ...figures], reason) };
  }
  const { addReplica } = Object.values(approaches).find(({ name }) => name === subject.approach) ?? {};
  if (addReplica === undefined) {
    const reason = "Nothing in the container starts a further worker and looks after it.";
    return { values: { "inside.possible": false }, missing: without(figures, reason) };
  }
  const container = containerOf(deployment, peer.name);
  const mains = () => Promise.all([entry, peer].map((service) => mainsOf(subject, tools, service)));
  const [entryBefore = [], peerBefore = []] = await mains();
  const failures = failed(requests);
  const start = () => runAsRoot(tools, container, addReplica(peer, number));
  const milliseconds = await timeUntilRunning(tools, container, peer, number, start);
  const group = groupOf(tools.containers, deployment);
  const after = await usageOf(tools.containers, tools.host, group, { settle: "processes" });
  const [entryAfter = [], peerAfter = []] = await mains();
  const { values, missing } = present({ "inside.memory": difference(after, before) }, () => hiddenPages);
  return {
    values: {
      ...values,
      "inside.possible": true,
      "inside.restarted": restarted(entryBefore, entryAfter),
      "inside.lost": failed(requests) - failures,
      "inside.ms": milliseconds,
    },
    missing,
    details: { inside: { after, peerRestarted: restarted(peerBefore, peerAfter) } },
  };
}

function difference({ inside: after }: Usage, { inside: before }: Usage): number | undefined {
  return after === undefined || before === undefined ? undefined : after - before;
}

async function runAsRoot({ docker, signal }: Tools, container: string, lines: readonly string[]): Promise<void> {
  const words = ["exec", "--interactive", "--user", "0", container, "sh", "-e"];
  await docker.run(words, { input: `${lines.join("\n")}\n`, signal });
}
