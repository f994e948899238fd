import type { Mount } from "../container-plan.ts";

/** Mode that a mount point gets if an image does not have it. */
const made = 0o755;

/** It is in every base image, with the mode that it is mounted with. */
const inBase = "/tmp";

/**
 * Instructions that make a folder for each scratch mount, with the mount's mode. The first start of a container makes what is missing, with
 * 0755, and runc up to 1.1 gives a tmpfs the mode of the folder that it finds: after a restart a folder of 0700 would be 0755.
 */
export function scratchPoints(mounts: readonly Mount[]): string[] {
  const points = mounts.flatMap((mount) => pointOf(mount) ?? []);
  return [...new Set(points.map(({ mode }) => mode))].map((mode) => {
    const bits = mode.toString(8).padStart(4, "0");
    const paths = points.filter((point) => point.mode === mode).map(({ path }) => path);
    return `RUN ${JSON.stringify(["/usr/bin/install", "-d", "-m", bits, "--", ...paths])}`;
  });
}

function pointOf(mount: Mount): { readonly path: string; readonly mode: number } | undefined {
  const { path } = mount;
  const mode = modeOf(mount);
  return mode === undefined || mode === made || path === inBase ? undefined : { path, mode };
}

/** undefined if it is no mount in memory, or the user has named no mode. */
function modeOf(mount: Mount): number | undefined {
  if (mount.kind === "scratch") return mount.mode;
  const [, bits] = (mount.kind === "memory" ? /(?:^|,)mode=([0-7]+)(?:,|$)/.exec(mount.options) : null) ?? [];
  return bits === undefined ? undefined : Number.parseInt(bits, 8);
}
