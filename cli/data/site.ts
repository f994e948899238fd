import type { DeploymentOutput, StackOutputs } from "../../stacks/outputs.ts";
import type { DataRoom, StoredVolume } from "../../stacks/systems/data-room.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { currentDeployments } from "../control/deployed.ts";
import { withStack } from "../stack/lock-stack.ts";
import { clearDeadLocks } from "../stack/locks.ts";
import { prepare, type Workshop } from "../stack/prepare.ts";
import { pulumiRunner } from "../stack/pulumi.ts";
import { checkedStackName } from "../stack/stack-name.ts";
import { recoverData, roomsOf } from "./recover.ts";
import { targetsOf, type Target } from "./target.ts";

/** A stack whose data a command works on, alone. */
export interface Site {
  readonly stack: string;
  readonly workshop: Workshop;
  /** What the configuration asks for. */
  readonly targets: readonly Target[];
  /** The volumes that there are, each with its room. */
  readonly stored: readonly Stored[];
  /** The room of an approach's volumes. */
  roomOf(target: Target): DataRoom;
  /** A deployment of the outputs; undefined if it is not deployed. */
  deployed(approach: string): Promise<DeploymentOutput | undefined>;
}

export interface Stored extends StoredVolume {
  readonly room: DataRoom;
}

/** What a command does, for those that wait for it. */
interface Errand {
  readonly purpose: string;
  /** Whether it changes anything: then nothing may be deploying meanwhile. */
  readonly changes: boolean;
}

/**
 * Runs a command about a stack's data: after setup, under the stack's lock, with everything repaired that a killed one left.
 * @throws UserError if the stack is in use
 */
export async function atSite<T>(
  name: string,
  { purpose, changes }: Errand,
  signal: AbortSignal | undefined,
  use: (site: Site) => Promise<T>,
): Promise<T> {
  const stack = checkedStackName(name, projectRoot);
  const workshop = await prepare(stack, signal);
  return withStack(stack, `${purpose} of the stack ${stack}`, signal, async () => {
    if (changes) say(await clearDeadLocks(workshop.backend, stack));
    const named = await roomsOf(workshop, stack);
    const rooms = named.map(([, room]) => room);
    say(await recoverData(rooms, stack));
    const targets = await targetsOf(projectRoot, stack, workshop.instance);
    const lists = rooms.map(async (room) => (await room.volumes()).map((volume) => ({ ...volume, room })));
    return use({
      stack,
      workshop,
      targets,
      stored: (await Promise.all(lists)).flat(),
      roomOf({ approach }) {
        const system = workshop.systems.of(approach).name;
        const room = named.find(([one]) => one === system)?.[1];
        if (room === undefined) throw new Error(`the system ${system} has no room for data`);
        return room;
      },
      deployed: async (approach) => (await deploymentsOf(workshop, stack))[approach],
    });
  });
}

async function deploymentsOf({ toolchain }: Workshop, stack: string): Promise<StackOutputs["deployments"]> {
  const pulumi = pulumiRunner(toolchain);
  const text = await pulumi.read(["stack", "output", "--json", "--stack", stack]).catch((error: unknown) => {
    // In a backend of the user's own, setup creates no stacks.
    if (error instanceof Error && /no stack named/i.test(error.message)) return "{}";
    throw error;
  });
  const { deployments = {}, schemaVersion } = JSON.parse(text) as Partial<StackOutputs>;
  return Object.keys(deployments).length === 0 ? {} : currentDeployments(deployments, schemaVersion, stack);
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`mending: ${line}\n`);
}
