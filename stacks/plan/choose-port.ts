import { UserError } from "../../errors/user-error.ts";
import type { Scope } from "../contract.ts";
import type { ContainerLook, SystemLook } from "../systems/contract.ts";
import { canListen, listenerOn } from "./port-probe.ts";
import { firstFreePort, isOurs, ownPublisher, portRange, preferredPort, publishedPorts } from "./ports.ts";

export interface PortRequest {
  readonly scope: Scope;
  /** Name of the container that will publish it. */
  readonly container: string;
  readonly address: string;
  /** From the configuration. @default a free port */
  readonly fixed: number | undefined;
  /** From the workload: taken if it is free. @default none */
  readonly wanted?: number;
  /** Ports of the other deployments of the same stack. */
  readonly reserved: ReadonlySet<number>;
}

/**
 * The host port of a deployment: the configured one, else the one that the workload wants if it is free, else the one that it already has, else a
 * free one.
 * @throws UserError if the configured port is in use, with the process or container that holds it; if no port is free
 */
export async function choosePort(
  request: PortRequest,
  { containers, local }: Pick<SystemLook, "containers" | "local">,
): Promise<number> {
  const own = ownPublisher(request.scope, request.container, containers);
  const others = publishedPorts(containers.filter((container) => container !== own));
  const isFree = async (port: number): Promise<boolean> => {
    if (others.has(port) || request.reserved.has(port)) return false;
    // The deployment's own running container holds its port: no conflict.
    if (own?.running && own.entryPort === port) return true;
    return !local || (await canListen(request.address, port));
  };
  if (request.fixed !== undefined) {
    if (await isFree(request.fixed)) return request.fixed;
    throw await taken(request, request.fixed, containers);
  }
  if (request.wanted !== undefined && (await isFree(request.wanted))) return request.wanted;
  // It is outside of the range if it was configured once.
  if (own?.entryPort !== undefined && (await isFree(own.entryPort))) return own.entryPort;
  const free = await firstFreePort(preferredPort(request.scope), isFree);
  if (free !== undefined) return free;
  throw new UserError({
    found: `No port from ${portRange.first} to ${portRange.first + portRange.count - 1} is free on ${request.address}.`,
    remedy: `./pulumiw config set port NUMBER --stack ${request.scope.stack}`,
  });
}

async function taken(request: PortRequest, port: number, containers: readonly ContainerLook[]): Promise<UserError> {
  const container = containers.find((one) => publishedPorts([one]).has(port));
  const holder = container === undefined ? await listenerOn(port) : `the container ${container.name}`;
  const { stack, approach } = request.scope;
  if (container !== undefined && isOurs(request.scope, container)) {
    return new UserError({
      found: `Port ${port} on ${request.address}, for ${request.container}, is still held by ${container.name} of the same stack.`,
      allowed: "another port, or this port after that container is removed",
      remedy: `npm run down -- ${stack} first, or ./pulumiw config rm port --stack ${stack}, which picks a free port`,
    });
  }
  return new UserError({
    found: `Port ${port} on ${request.address}, for ${approach}, is in use${holder === undefined ? "" : ` by ${holder}`}.`,
    allowed: "a free port, or no port in the configuration",
    remedy: `./pulumiw config rm port --stack ${stack}, which picks a free port, or ./pulumiw config set port NUMBER --stack ${stack}`,
  });
}
