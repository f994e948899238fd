import { isIP } from "node:net";
import { ComposeFault } from "../fault.ts";
import { kindOf, list, record, type MapTree, type Place, type Tree } from "../tree.ts";

const forms =
  "HOST:CONTAINER, CONTAINER, IP:HOST:CONTAINER or IP::CONTAINER, with ranges such as 8000-8002:80-82, and /udp or /sctp at the end";

/** Each port in the long form: one that is a range becomes several. @throws ComposeFault */
export function ports(tree: Tree): Tree {
  if (tree.kind !== "list") return tree;
  const items = tree.items.flatMap((one): readonly Tree[] => {
    if (one.kind === "map") return [one];
    if (one.kind === "list" || one.value === null || typeof one.value === "boolean") throw refused(kindOf(one), one.at);
    return shortPorts(String(one.value), one.at);
  });
  return { ...list(items, tree.at), ...(tree.tag === undefined ? {} : { tag: tree.tag }) };
}

function refused(found: string, at: Place, why = ""): ComposeFault {
  return new ComposeFault(at, `the port is ${found}${why}`, forms);
}

/** @param text such as `127.0.0.1:8000-8002:80-82/udp` */
export function shortPorts(text: string, at: Place): readonly MapTree[] {
  const wrong = (why: string) => refused(JSON.stringify(text), at, `: ${why}`);
  const { ip, host, container, protocol } = partsOf(text);
  if (ip !== "" && isIP(ip) === 0) throw wrong(`${ip} is no IP address`);
  if (!["tcp", "udp", "sctp"].includes(protocol)) throw wrong(`the protocol is ${protocol}`);
  const inside = range(container);
  if (inside === undefined)
    throw wrong(container === "" ? "the container's port is missing" : `${container} is no port`);
  const outside = host === "" ? undefined : range(host);
  if (host !== "" && outside === undefined) throw wrong(`${host} is no port`);
  const count = inside.last - inside.first + 1;
  const published = publishing(outside, count);
  if (published === undefined) throw wrong("the two ranges are not of one length");
  const found = Array.from({ length: count }, (_, index) => ({
    target: inside.first + index,
    published: published(index),
  }));
  // In the order of their texts, as Compose has them.
  const ordered = found.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1));
  return ordered.map((one) =>
    record(
      { mode: "ingress", host_ip: ip === "" ? undefined : ip, target: one.target, published: one.published, protocol },
      at,
    ),
  );
}

function partsOf(text: string) {
  const parts = text.split(":");
  const last = parts.at(-1) ?? "";
  const slash = last.indexOf("/");
  const container = slash < 0 ? last : last.slice(0, slash);
  const protocol = slash < 0 ? "tcp" : last.slice(slash + 1).toLowerCase() || "tcp";
  const ip = parts
    .slice(0, -2)
    .join(":")
    .replace(/^\[(.*)\]$/, "$1");
  return { ip, host: parts.length > 1 ? (parts.at(-2) ?? "") : "", container, protocol };
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function range(text: string): Range | undefined {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first <= last && last <= 65_535 ? { first, last } : undefined;
}

/** @returns what each port of the container is published as; undefined if the ranges do not fit */
function publishing(outside: Range | undefined, count: number): ((index: number) => string | undefined) | undefined {
  if (outside === undefined) return () => undefined;
  const { first, last } = outside;
  if (last - first + 1 === count) return (index) => String(first + index);
  // Any port of the range that is free.
  return count === 1 ? () => `${first}-${last}` : undefined;
}
