import type { Service, ServiceFile } from "../../services/contract.ts";

/** Whether a file belongs to the service that brings it: one that not every user may read. All others are root's, so that no service can change them. */
export function isPrivate({ mode }: Pick<ServiceFile, "mode">): boolean {
  return (mode & 0o004) === 0;
}

/** Instructions that give services their private files, after these have been copied. */
export function ownedFiles(services: readonly Service[]): string[] {
  return services.flatMap(({ files, user: { uid, gid } }) => {
    const paths = files.filter(isPrivate).map(({ path }) => path);
    // In exec form no shell and no builder reads anything into a path.
    return paths.length === 0 ? [] : [`RUN ${JSON.stringify(["/bin/chown", `${uid}:${gid}`, "--", ...paths])}`];
  });
}
