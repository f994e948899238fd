import type { Approach } from "./contract.ts";
import type { System } from "./systems/contract.ts";
import { openDocker } from "./systems/docker/index.ts";

/** All systems: one folder, one line. The first is the default of approaches. */
const registry: Readonly<Record<string, (env?: NodeJS.ProcessEnv) => Promise<System>>> = {
  docker: openDocker,
};

const [defaultSystem = ""] = Object.keys(registry);

/** The systems, each opened once. */
export interface Systems {
  /** In the order of the registry. */
  readonly all: readonly System[];
  /** The one that an approach runs on. */
  readonly of: (approach: Pick<Approach, "system">) => System;
}

/** @param env variables that name a system's address, such as DOCKER_HOST. @default process.env */
export async function openSystems(env?: NodeJS.ProcessEnv): Promise<Systems> {
  const all = await Promise.all(Object.values(registry).map((open) => open(env)));
  return {
    all,
    of({ system = defaultSystem }) {
      const found = all.find(({ name }) => name === system);
      if (found === undefined) throw new Error(`no system is named "${system}"`);
      return found;
    },
  };
}
