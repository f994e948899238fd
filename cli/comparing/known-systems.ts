import { execa } from "execa";
import type { SystemOf } from "../../lab/harness/subjects.ts";
import type { OtherSystem } from "../../lab/tools.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { Systems } from "../../stacks/systems.ts";
import type { System } from "../../stacks/systems/contract.ts";

/** What the lab knows of the systems that approaches run on, apart from the registry's first, which it knows by itself. */
export async function knownSystems(approaches: readonly Approach[], systems: Systems): Promise<SystemOf> {
  const known = new Map<string, OtherSystem>();
  for (const approach of approaches) {
    const { system } = approach;
    if (system !== undefined && !known.has(system)) known.set(system, await described(systems.of(approach)));
  }
  return ({ system }) => (system === undefined ? undefined : known.get(system));
}

async function described({ name, ownKernel = false, tools, keeper, imageFolders }: System): Promise<OtherSystem> {
  const { packages = [], root = false, version } = tools ?? {};
  return {
    ...{ name, ownKernel, version: version === undefined ? "" : await firstLine(version), packages, root },
    ...(keeper === undefined ? {} : { keeper }),
    ...(imageFolders === undefined ? {} : { imageFolders }),
  };
}

/** Empty if the program cannot be run: then the system's approaches are left out. */
async function firstLine([command, ...words]: readonly [string, ...string[]]): Promise<string> {
  const { stdout } = await execa(command, words, { reject: false });
  return stdout.split("\n", 1)[0]?.trim() ?? "";
}
