import assert from "node:assert/strict";
import { shortPorts } from "../../../../services/compose/canonical/ports.ts";
import { shortVolume } from "../../../../services/compose/canonical/volumes.ts";
import { ComposeFault } from "../../../../services/compose/fault.ts";
import { plain } from "../../../../services/compose/tree.ts";

const at = { file: "compose.yaml", line: 3, column: 5 };
const values = (tree: Parameters<typeof plain>[0]) => JSON.parse(JSON.stringify(plain(tree))) as unknown;

describe("a port in the short form", () => {
  const found = (text: string) =>
    shortPorts(text, at).map((one) => {
      const { host_ip: ip = "", published = "", target, protocol } = values(one) as Record<string, string | number>;
      return `${String(ip)}|${String(published)}|${String(target)}/${String(protocol)}`;
    });

  for (const [text, ports] of [
    ["80", ["||80/tcp"]],
    ["22:22", ["|22|22/tcp"]],
    ["127.0.0.1::80", ["127.0.0.1||80/tcp"]],
    ["1.1.1.1:80:80", ["1.1.1.1|80|80/tcp"]],
    ["[::1]:80:80", ["::1|80|80/tcp"]],
    ["53:53/udp", ["|53|53/udp"]],
    ["8000-8002:80-82", ["|8000|80/tcp", "|8001|81/tcp", "|8002|82/tcp"]],
    ["8000-8010:80", ["|8000-8010|80/tcp"]],
    ["80-82:8080/udp", ["|80-82|8080/udp"]],
    ["3000-3002", ["||3000/tcp", "||3001/tcp", "||3002/tcp"]],
    ["3000-3001:4000-4001/udp", ["|3000|4000/udp", "|3001|4001/udp"]],
  ] as const) {
    it(`becomes long ones: ${text}`, () => {
      assert.deepEqual(found(text), ports);
    });
  }

  for (const text of [
    "",
    ":",
    "80:",
    "8000-8001:80-82",
    "80/xyz",
    "9999999",
    "x:80",
    "256.1.1.1:80:80",
    "80-79",
    "-1",
  ]) {
    it(`is refused with its place: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => shortPorts(text, at),
        (error) => error instanceof ComposeFault && error.parts.found.startsWith("compose.yaml:3:5: the port is"),
      );
    });
  }
});

describe("a volume in the short form", () => {
  const volume = { type: "volume", volume: {} };
  const bind = { type: "bind", bind: { create_host_path: true } };
  for (const [text, expected] of [
    ["/data", { ...volume, target: "/data" }],
    ["db:/data", { ...volume, source: "db", target: "/data" }],
    ["db:/data/:ro", { ...volume, source: "db", target: "/data", read_only: true }],
    ["db:/data:nocopy", { type: "volume", source: "db", target: "/data", volume: { nocopy: true } }],
    ["./x:/y", { ...bind, source: "./x", target: "/y" }],
    ["~/x:/y", { ...bind, source: "~/x", target: "/y" }],
    [
      "/x:/y:ro,z",
      { type: "bind", source: "/x", target: "/y", read_only: true, bind: { create_host_path: true, selinux: "z" } },
    ],
    [
      "/x:/y:rshared",
      { type: "bind", source: "/x", target: "/y", bind: { create_host_path: true, propagation: "rshared" } },
    ],
    ["/x:/y:cached", { ...bind, source: "/x", target: "/y" }],
  ] as const) {
    it(`becomes a long one: ${text}`, () => {
      assert.deepEqual(values(shortVolume(text, at)), expected);
    });
  }

  for (const text of ["", ":/x", "a::ro", "a:/b:ro:x", "/x:"]) {
    it(`is refused with its place: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => shortVolume(text, at),
        (error) => error instanceof ComposeFault && error.parts.found.startsWith("compose.yaml:3:5: the volume is"),
      );
    });
  }
});
