import { isIP } from "node:net";
import { loadWorkload, ownWorkloads } from "../../services/load.ts";
import type { Experiment, Observations, Subject, Tools } from "../contract.ts";
import { askAsService } from "./inside/programs.ts";

export const identity: Experiment = {
  name: "identity",
  title: "Identity",
  question: "Does a service know its host name, its public address and port, and does its host name resolve?",
  method:
    "A program with the service's user and surroundings asks the system for the host name, resolves it, connects to the service's port at what it resolves to, and searches the variables and /etc/hosts for the published address and port. The line that names the loopback address localhost is no knowledge.",
  excludes: "What an application could learn from an API of the engine that was given to it.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  begins: "resumed",
  figures: {
    "server.resolves": { title: "the server's own host name resolves", unit: "yes-no", better: "yes" },
    "client.resolves": { title: "the client's own host name resolves", unit: "yes-no", better: "yes" },
    "server.reachable": { title: "what it resolves to reaches the server", unit: "yes-no", better: "yes" },
    "server.knowsAddress": { title: "the server can find its public address", unit: "yes-no", better: "yes" },
    "server.knowsPort": { title: "the server can find its public port", unit: "yes-no", better: "yes" },
    named: { title: "the host name is a name, not a container's id", unit: "yes-no", better: "yes" },
    sameName: { title: "both services have one host name", unit: "yes-no", better: "none" },
  },
  run,
};

/** What identity.py prints. */
export interface OwnView {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly reached: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
}

async function run({ deployment, project }: Subject, tools: Tools): Promise<Observations> {
  const { services } = await loadWorkload(deployment.workload, ownWorkloads(project.folder));
  const view = (service: string) => {
    const port = services.find(({ name }) => name === service)?.port ?? 0;
    return askAsService<OwnView>(tools, service, "identity", { port });
  };
  const [server, client] = await Promise.all([view("server"), view("client")]);
  const states = await Promise.all(deployment.units.map((unit) => tools.units.state(unit)));
  const { hostname, port } = new URL(deployment.url);
  return {
    values: {
      "server.resolves": server.addresses.length > 0,
      "client.resolves": client.addresses.length > 0,
      "server.reachable": server.reached,
      "server.knowsAddress": knows(server, hostname.replace(/^\[|\]$/g, "")),
      "server.knowsPort": knows(server, port),
      named: [server, client].every(({ name }) =>
        isName(
          name,
          states.map(({ Id }) => Id),
        ),
      ),
      sameName: server.name === client.name,
    },
    details: {
      names: { server: server.name, client: client.name },
      addresses: { server: server.addresses, client: client.addresses },
      hosts: server.hosts,
    },
  };
}

/** Whether a word stands in a variable or in /etc/hosts, apart from the line that gives the loopback address its usual name. */
export function knows({ variables, hosts }: Pick<OwnView, "variables" | "hosts">, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(^|[^0-9a-zA-Z.])${escaped}($|[^0-9a-zA-Z.])`);
  const telling = hosts.filter((line) => !line.split(/\s+/).includes("localhost"));
  return [...Object.values(variables), ...telling].some((text) => whole.test(text));
}

/** An id is no name, and neither is an address. */
export function isName(name: string, ids: readonly string[]): boolean {
  return name !== "" && isIP(name) === 0 && !/^[0-9a-f]{12,}$/.test(name) && !ids.some((id) => id.startsWith(name));
}
