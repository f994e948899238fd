import { isIP } from "node:net";
import type { Service, Workload } from "../../services/contract.ts";
import { hostAndPort } from "../addresses.ts";
import type { Experiment, Observations } from "../contract.ts";
import { containersOf, entryAddress } from "../deployment.ts";
import { askAsService } from "../instruments/programs.ts";
import { entryOf, peerOf } from "../roles.ts";
import type { CommonTools, Subject } from "../tools.ts";

export const identity: Experiment = {
  name: "identity",
  title: "Identity",
  question: "Does a service know its host name, its public address and port, and does its host name resolve?",
  method:
    "A program with the service's user and environment asks the system for the host name, resolves it, connects to the service's port at the resolved addresses, which the peer tries too, and searches the environment variables and /etc/hosts for the published address and port. The line of /etc/hosts for localhost does not count.",
  excludes: "What an application could learn from the Engine API if it had access to it.",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    "entry.resolves": { title: "the entry's own host name resolves", unit: "yes-no", better: "yes" },
    "peer.resolves": { title: "the peer's own host name resolves", unit: "yes-no", better: "yes" },
    "entry.reachable": {
      title: "the entry answers at the address that its host name resolves to",
      unit: "yes-no",
      better: "yes",
    },
    "entry.reached": {
      title: "the peer reaches the entry at the address that the entry's own host name resolves to",
      unit: "yes-no",
      better: "yes",
    },
    "entry.knowsAddress": { title: "the entry can find its public address", unit: "yes-no", better: "yes" },
    "entry.knowsPort": { title: "the entry can find its public port", unit: "yes-no", better: "yes" },
    named: { title: "the host name is a name, not a container's id", unit: "yes-no", better: "yes" },
    sameName: { title: "both services have the same host name", unit: "yes-no", better: "none" },
  },
  run,
  elsewhere: run,
};

const triesSeconds = 2;

/** What identity.py prints. */
export interface OwnView {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly reached: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
}

async function run({ deployment, workload }: Subject, tools: CommonTools): Promise<Observations> {
  const view = ({ name, port = 0 }: Service) => askAsService<OwnView>(tools, name, "identity", { port });
  const [entry, peer] = await Promise.all([view(entryOf(workload)), view(peerOf(workload))]);
  const states = await Promise.all(containersOf(deployment).map((name) => tools.containers.state(name)));
  const { host, port } = hostAndPort(entryAddress(deployment));
  return {
    values: {
      "entry.resolves": entry.addresses.length > 0,
      "peer.resolves": peer.addresses.length > 0,
      "entry.reachable": entry.reached,
      "entry.reached": await isReached(tools, workload, entry.addresses),
      "entry.knowsAddress": knows(entry, host),
      "entry.knowsPort": knows(entry, String(port)),
      named: [entry, peer].every(({ name }) =>
        isName(
          name,
          states.map(({ id }) => id),
        ),
      ),
      sameName: entry.name === peer.name,
    },
    details: {
      names: { entry: entry.name, peer: peer.name },
      addresses: { entry: entry.addresses, peer: peer.addresses },
      hosts: entry.hosts,
    },
  };
}

/** Whether the peer can connect to the entry's port at one of these addresses. */
async function isReached(tools: CommonTools, workload: Workload, addresses: readonly string[]): Promise<boolean> {
  const order = { targets: addresses.map((address) => [address, workload.entry.port]), seconds: triesSeconds };
  return (await askAsService<unknown[]>(tools, peerOf(workload).name, "try-ports", order)).length > 0;
}

/** Whether a word is in a variable or in /etc/hosts, without the line for localhost. */
export function knows({ variables, hosts }: Pick<OwnView, "variables" | "hosts">, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(^|[^0-9a-zA-Z.])${escaped}($|[^0-9a-zA-Z.])`);
  const telling = hosts.filter((line) => !line.split(/\s+/).includes("localhost"));
  return [...Object.values(variables), ...telling].some((text) => whole.test(text));
}

/** Whether a host name is neither empty, nor a container's id, nor an address. */
export function isName(name: string, ids: readonly string[]): boolean {
  return name !== "" && isIP(name) === 0 && !/^[0-9a-f]{12,}$/.test(name) && !ids.some((id) => id.startsWith(name));
}
