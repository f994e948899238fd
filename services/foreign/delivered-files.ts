import type { Loss } from "../../errors/loss.ts";
import { ComposeFault, placed } from "../compose/fault.ts";
import { get, type MapTree, type Place, type Tree } from "../compose/tree.ts";
import type { ForeignFile } from "./contract.ts";
import { defined, items, number, text } from "./values.ts";

const sections = { config: "configs", secret: "secrets" } as const;

/** Configs or secrets of a service. @throws ComposeFault for one that is external */
export function filesOf(service: MapTree, project: MapTree, kind: ForeignFile["kind"]): readonly ForeignFile[] {
  return items(service, sections[kind]).map((one) => {
    const source = text(one, "source") ?? "";
    const declared = get(get(project, sections[kind]), source);
    const target = text(one, "target") ?? `/${source}`;
    return {
      kind,
      // A secret's target may be a name below the usual folder.
      path: target.startsWith("/") ? target : `/run/secrets/${target}`,
      source: sourceOf(declared, one.at, `${kind} ${source}`),
      ...defined({ uid: text(one, "uid"), gid: text(one, "gid"), mode: number(one, "mode") }),
    };
  });
}

/** Owners and modes that are not as the file says. @param service its name */
export function lostOwners(service: string, definition: MapTree, project: MapTree): readonly Loss[] {
  return (["config", "secret"] as const).flatMap((kind) => {
    const files = filesOf(definition, project, kind);
    return items(definition, sections[kind]).flatMap((one, index) => {
      const why = lostOf(files[index]);
      const what = `${service}: the owner of the ${kind} ${text(one, "source") ?? ""}`;
      return why === undefined ? [] : [{ kind: "changed", what, why, at: placed(one.at) } as const];
    });
  });
}

function lostOf(file: ForeignFile | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (isOwned(file)) return "root owns it, and every user of the container can read it";
  const { source, uid, gid, mode } = file;
  if (source.kind !== "file" || (uid ?? gid ?? mode) === undefined) return undefined;
  return "it has the owner and the mode that it has on the disk";
}

/** Whether a file is written into the container, since it is none of the disk, which could be mounted. */
export function isWritten({ source }: ForeignFile): boolean {
  return source.kind !== "file";
}

/** Whether a file that is written into the container is to belong to another user or group than root. */
export function isOwned(file: ForeignFile): boolean {
  const { uid = "0", gid = "0" } = file;
  return isWritten(file) && (uid !== "0" || gid !== "0");
}

function sourceOf(declared: Tree | undefined, at: Place, what: string): ForeignFile["source"] {
  const [file, content, variable] = [text(declared, "file"), text(declared, "content"), text(declared, "environment")];
  if (file !== undefined) return { kind: "file", path: file };
  if (content !== undefined) return { kind: "content", content };
  if (variable !== undefined) return { kind: "variable", name: variable };
  throw new ComposeFault(
    declared?.at ?? at,
    `the ${what} is external: Swarm has such, and a single Docker has none`,
    "file, environment or content",
  );
}
