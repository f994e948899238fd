import type { WatchedMounts } from "./contract.ts";
import type { Observed } from "./observed.ts";

/** Where systemd keeps cgroups, which no service of a container of its own needs. */
const cgroups = /^\/sys\/fs\/cgroup(?:\/|$)/;

/** With what the container that was watched has mounted, but for what its supervisor alone needs. */
export function withMounts(result: Observed, { tmpfs, mounts }: WatchedMounts): Observed {
  const dropped = [...mounts.map(({ path }) => path), ...Object.keys(tmpfs)].filter((path) => cgroups.test(path));
  return {
    ...result,
    todos: [
      ...result.todos,
      ...dropped.map((path) => ({
        text: `${path} was mounted, for the supervisor: it is left out`,
        from: { path: "what was observed" },
      })),
    ],
    mounted: {
      tmpfs: Object.fromEntries(Object.entries(tmpfs).filter(([path]) => !cgroups.test(path))),
      mounts: mounts.filter(({ path }) => !cgroups.test(path)),
    },
  };
}
