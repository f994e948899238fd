import type { Deployment } from "../../deployment.ts";
import { addCopies, growthOf, shareInCrowd } from "../../instruments/copies.ts";
import { groupOf, type Group, type Usage } from "../../instruments/usage.ts";
import type { Tools } from "../../tools.ts";
import type { Clones, CreateBody } from "../../tools/containers.ts";

const size = 20;

/** Copies of the deployment that are measured. */
const measured = 2;

/** A deployment's share of memory in a crowd of equal ones, in bytes. */
export interface Crowd {
  /** Undefined: the kernel does not show pages. */
  readonly share: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Starts copies of the whole deployment and removes them.
 * @param idle the deployment alone
 * @throws if Docker refuses a copy
 */
export async function crowdOf(deployment: Deployment, tools: Tools, idle: Usage): Promise<Crowd> {
  const copies: Clones[] = [];
  try {
    const refusal = await addCopies(measured, copies, (number) =>
      tools.clone({ suffix: `-crowd-${number}`, publish: true, change: withAnyPort }),
    );
    if (refusal !== undefined) throw new Error(`Docker refused a copy: ${refusal}`);
    const groups = await Promise.all(copies.map((copy) => groupOfCopy(copy, tools)));
    const { pages, usage } = await growthOf(tools, groupOf(tools.containers, deployment), groups);
    const [first, last] = [pages[0]?.engine, pages[measured]?.engine];
    const known = first !== undefined && last !== undefined && idle.engine !== undefined;
    const share = known ? shareInCrowd(idle.engine, (last - first) / measured, size) : undefined;
    return { share, details: { pages, settled: usage.settled } };
  } finally {
    await Promise.all(copies.map((one) => one.remove()));
  }
}

interface Binding {
  readonly HostPort?: string;
}

/** Publishes the same ports of the container at any free port of the host. */
function withAnyPort(body: CreateBody): CreateBody {
  const bindings = Object.entries((body.HostConfig.PortBindings ?? {}) as Readonly<Record<string, readonly Binding[]>>);
  const free = bindings.map(([port, its]) => [port, its.map((binding) => ({ ...binding, HostPort: "" }))] as const);
  return { ...body, HostConfig: { ...body.HostConfig, PortBindings: Object.fromEntries(free) } };
}

interface Inspected {
  readonly NetworkSettings: { readonly Ports: Readonly<Record<string, readonly Binding[] | null>> };
}

async function groupOfCopy({ names }: Clones, { api }: Tools): Promise<Group> {
  const found = await Promise.all(names.map((name) => api.call("GET", `/containers/${name}/json`)));
  const bindings = (found as Inspected[]).flatMap(({ NetworkSettings: { Ports } }) => Object.values(Ports));
  return { containers: names, ports: bindings.flatMap((its) => (its ?? []).map(({ HostPort }) => Number(HostPort))) };
}
