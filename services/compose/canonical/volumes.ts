import { posix } from "node:path";
import { ComposeFault } from "../fault.ts";
import { kindOf, record, type MapTree, type Place, type Tree } from "../tree.ts";

const forms =
  "SOURCE:TARGET, SOURCE:TARGET:ro, or TARGET for a volume without a name; a source with . / or ~ at its begin is a file or a folder";

/** A volume of a service in the long form. @throws ComposeFault */
export function volume(tree: Tree): Tree {
  if (tree.kind === "map") return tree;
  if (tree.kind === "list" || typeof tree.value !== "string") {
    throw new ComposeFault(tree.at, `the volume is ${kindOf(tree)}`, forms);
  }
  return { ...shortVolume(tree.value, tree.at), ...(tree.tag === undefined ? {} : { tag: tree.tag }) };
}

const propagations = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];

/** @param text such as `./data:/var/lib/data:ro,z` */
export function shortVolume(text: string, at: Place): MapTree {
  const wrong = (why: string) => new ComposeFault(at, `the volume is ${JSON.stringify(text)}: ${why}`, forms);
  const parts = text.split(":");
  if (text === "" || parts.includes("")) throw wrong("a part is empty");
  if (parts.length > 3) throw wrong("it has more than two colons");
  const [source, target] = parts.length === 1 ? [undefined, text] : [parts[0], parts[1]];
  const options = parts[2]?.split(",") ?? [];
  const readOnly = options.findLast((option) => option === "ro" || option === "rw") === "ro";
  const common = {
    source,
    target: posix.normalize(target ?? "").replace(/(?<=.)\/$/, ""),
    read_only: readOnly ? true : undefined,
  };
  if (source !== undefined && /^[./~]/.test(source)) {
    const bind = record(
      {
        propagation: options.findLast((option) => propagations.includes(option)),
        create_host_path: true,
        selinux: options.findLast((option) => option === "z" || option === "Z"),
      },
      at,
    );
    return record({ type: "bind", ...common, bind }, at);
  }
  const nocopy = options.includes("nocopy") ? true : undefined;
  return record({ type: "volume", ...common, volume: record({ nocopy }, at) }, at);
}
