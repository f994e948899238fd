import { UserError } from "../../errors/user-error.ts";
import type { Scope } from "../contract.ts";
import type { ContainerLook, SystemLook } from "../systems/contract.ts";
import { canListen, listenerOn } from "./port-probe.ts";
import { firstFreePort, isOurs, ownPublisher, portRange, preferredPort, publishedPorts } from "./ports.ts";

export interface PortRequest {
  readonly scope: Scope;
  /** Name of the container that is to publish it. */
  readonly container: string;
  readonly address: string;
  /** From the configuration. @default a free one */
  readonly fixed: number | undefined;
  /** Ports that other deployments of the same program were given. */
  readonly reserved: ReadonlySet<number>;
}

/**
 * The host port at which a deployment is published: the configured one, else the one it has, else a free one.
 * @throws UserError where the configured port is taken, with its holder
 */
export async function choosePort(
  request: PortRequest,
  { containers, local }: Pick<SystemLook, "containers" | "local">,
): Promise<number> {
  const own = ownPublisher(request.scope, request.container, containers);
  const others = publishedPorts(containers.filter((container) => container !== own));
  const isFree = async (port: number): Promise<boolean> => {
    if (others.has(port) || request.reserved.has(port)) return false;
    // Our own running container holds its port: that is no conflict.
    if (own?.running && own.entryPort === port) return true;
    return !local || (await canListen(request.address, port));
  };
  if (request.fixed !== undefined) {
    if (await isFree(request.fixed)) return request.fixed;
    throw await taken(request, request.fixed, containers);
  }
  // It may lie outside of the range, where it was configured once.
  if (own?.entryPort !== undefined && (await isFree(own.entryPort))) return own.entryPort;
  const free = await firstFreePort(preferredPort(request.scope), isFree);
  if (free !== undefined) return free;
  throw new UserError({
    found: `No port from ${portRange.first} to ${portRange.first + portRange.count - 1} is free on ${request.address}.`,
    remedy: `pulumi config set port NUMBER --stack ${request.scope.stack}`,
  });
}

async function taken(request: PortRequest, port: number, containers: readonly ContainerLook[]): Promise<UserError> {
  const container = containers.find((one) => publishedPorts([one]).has(port));
  const holder = container === undefined ? await listenerOn(port) : `the container ${container.name}`;
  const { stack, approach } = request.scope;
  if (container !== undefined && isOurs(request.scope, container)) {
    return new UserError({
      found: `Port ${port} on ${request.address}, meant for ${request.container}, is still held by ${container.name} of the same stack.`,
      allowed: "another port, or that container gone",
      remedy: `npm run down -- ${stack} first, or pulumi config rm port --stack ${stack}: then a free one is chosen`,
    });
  }
  return new UserError({
    found: `Port ${port} on ${request.address}, meant for ${approach}, is taken${holder === undefined ? "" : ` by ${holder}`}.`,
    allowed: "a free port, or none in the configuration: then a free one is chosen",
    remedy: `pulumi config rm port --stack ${stack}, or pulumi config set port NUMBER --stack ${stack}`,
  });
}
