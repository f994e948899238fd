import type { CreateBody } from "../../tools/containers.ts";

interface Mount {
  readonly Type: string;
  readonly Source?: string;
}

/** Folders of the host that a container mounts. */
export function hostFoldersOf(config: CreateBody["HostConfig"]): readonly string[] {
  const ofMounts = mountsOf(config).flatMap((mount) => (isHosts(mount) ? [mount.Source ?? ""] : []));
  return [...bindsOf(config).filter(isHostsBind).map(sourceOf), ...ofMounts];
}

/** The same settings without them; volumes stay. */
export function withoutHostFolders(body: CreateBody): CreateBody {
  const { HostConfig } = body;
  const Binds = bindsOf(HostConfig).filter((bind) => !isHostsBind(bind));
  const Mounts = mountsOf(HostConfig).filter((mount) => !isHosts(mount));
  return { ...body, HostConfig: { ...HostConfig, Binds, Mounts } };
}

function bindsOf({ Binds }: CreateBody["HostConfig"]): readonly string[] {
  return Array.isArray(Binds) ? (Binds as readonly string[]) : [];
}

function mountsOf({ Mounts }: CreateBody["HostConfig"]): readonly Mount[] {
  return Array.isArray(Mounts) ? (Mounts as readonly Mount[]) : [];
}

function sourceOf(bind: string): string {
  return bind.split(":")[0] ?? "";
}

/** A bind without a slash in front names a volume. */
function isHostsBind(bind: string): boolean {
  return sourceOf(bind).startsWith("/");
}

function isHosts({ Type }: Mount): boolean {
  return Type === "bind";
}
