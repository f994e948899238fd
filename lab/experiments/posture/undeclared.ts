import type { Service } from "../../../services/contract.ts";
import type { Process } from "../../instruments/processes.ts";
import { askAsService } from "../../instruments/programs.ts";
import type { CommonTools } from "../../tools.ts";

/** The first of the ports that the lab opens, two per service; no workload uses them. */
const firstPort = 47600;
const triesSeconds = 3;
/** Longer than `triesSeconds`, since the program that tries has to start first. */
const listensSeconds = 6;

/** A port that answered although `from` does not declare that it needs it. */
export interface Undeclared {
  readonly from: string;
  readonly to: string;
  readonly address: string;
  readonly port: number;
  /** Whether the lab opened it, as a stand-in for a port that a developer forgot. */
  readonly planted: boolean;
}

/** A service with the ports that it really listens on, and its addresses except loopback. */
export interface Neighbour {
  readonly service: Service;
  readonly listening: Process["listening"];
  readonly addresses: readonly string[];
}

interface Target {
  readonly to: string;
  readonly address: string;
  readonly port: number;
  readonly planted: boolean;
}

/**
 * Every service opens two undeclared ports, one on loopback and one on all addresses. It tries those of the other services, and every
 * other port of theirs that it does not declare.
 */
export async function undeclaredPorts(tools: CommonTools, neighbours: readonly Neighbour[]): Promise<Undeclared[]> {
  const planted = new Map(neighbours.map(({ service }, index) => [service.name, pairFrom(firstPort + 2 * index)]));
  const listeners = neighbours.map(({ service }) =>
    askAsService(tools, service.name, "listen-briefly", { ...planted.get(service.name), seconds: listensSeconds }),
  );
  const tries = neighbours.map(async (neighbour) => {
    const from = neighbour.service.name;
    const targets = targetsOf(neighbour, neighbours, (name) => planted.get(name) ?? pairFrom(firstPort));
    const order = { targets: targets.map(({ address, port }) => [address, port]), seconds: triesSeconds };
    const answered = await askAsService<[string, number][]>(tools, from, "try-ports", order);
    const is = (target: Target) => answered.some(([host, port]) => host === target.address && port === target.port);
    return targets.filter(is).map((target) => ({ from, ...target }));
  });
  const [found] = await Promise.all([Promise.all(tries), Promise.all(listeners)]);
  return distinctPorts(found.flat());
}

/** What a service tries: ports of the other services, except those that it declares. */
export function targetsOf(
  { service }: Neighbour,
  neighbours: readonly Neighbour[],
  planted: (service: string) => Pair,
): Target[] {
  return neighbours
    .filter((other) => other.service.name !== service.name)
    .flatMap(({ service: other, listening, addresses }) => {
      const { loopback, everywhere } = planted(other.name);
      const declared = declares(service, other.name);
      const real = listening.map(({ port }) => port).filter((port) => !(declared && port === other.port));
      const places = (ports: readonly number[], isPlanted: boolean) =>
        ports.flatMap((port) =>
          ["127.0.0.1", ...addresses].map((address) => ({ to: other.name, address, port, planted: isPlanted })),
        );
      return [...places([loopback, everywhere], true), ...places([...new Set(real)], false)];
    });
}

/** A service declares another one if it waits for it or asks for its host. */
function declares({ dependsOn, hosts }: Service, other: string): boolean {
  return Object.keys(dependsOn).includes(other) || Object.values(hosts).includes(other);
}

/** Each port once, however many addresses it answers at. */
export function distinctPorts(found: readonly Undeclared[]): Undeclared[] {
  const key = ({ from, to, port }: Undeclared) => `${from} ${to} ${port}`;
  return [...new Map(found.toReversed().map((one) => [key(one), one])).values()].toReversed();
}

interface Pair {
  readonly loopback: number;
  readonly everywhere: number;
}

function pairFrom(port: number): Pair {
  return { loopback: port, everywhere: port + 1 };
}
