import assert from "node:assert/strict";
import { serviceNames } from "../../../../services/unfold/compose-file.ts";
import { couplingsOf } from "../../../../services/unfold/couplings.ts";
import type { Observation } from "../../../../services/unfold/observation.ts";
import { observed } from "../../../../services/unfold/observed.ts";
import { config, found, nameOf, nothing, program, running } from "./fat-container.ts";

describe("what a fat container shows while it runs", () => {
  it("changes a host that stands alone if the service connects to one other only, and mounts no volume over the image's own folders", () => {
    const configured = [
      program("a", ["/bin/a"], { env: { HOST: "localhost", PORT: "5432", NAME: "localhost.example" } }),
      program("b", ["/bin/b"]),
    ];
    const pair: Observation = {
      ...nothing,
      processes: [running(5, 1, ["/bin/a"]), running(6, 1, ["/bin/b"])],
      listens: [{ pid: 6, protocol: "tcp", address: "::", port: 5432 }],
      connects: [{ pid: 5, address: "::1", port: 5432, from: 50_000 }],
      files: [
        { pid: 5, path: "/etc/shared.conf", how: "writes" },
        { pid: 6, path: "/etc/shared.conf", how: "reads" },
      ],
    };
    const result = observed({ ...found, programs: configured }, couplingsOf(pair, configured), config, nameOf);
    const [a] = result.programs;
    assert.deepEqual(a?.env, { HOST: "b", PORT: "5432", NAME: "localhost.example" });
    assert.match(
      a.todos.map(({ text }) => text).join("\n"),
      /named loopback where it connects to port 5432, and name b now: look/,
    );
    assert.deepEqual([...result.shared.keys()], []);
  });

  it("asks a person where a host stands alone and the service connects to two others", () => {
    const three = [
      program("a", ["/bin/a"], { env: { HOST: "127.0.0.1" } }),
      program("b", ["/bin/b"]),
      program("c", ["/bin/c"]),
    ];
    const seenThree: Observation = {
      ...nothing,
      processes: three.map(({ command }, index) => running(5 + index, 1, command)),
      listens: [6, 7].map((pid) => ({ pid, protocol: "tcp" as const, address: "0.0.0.0", port: 8000 + pid })),
      connects: [8006, 8007].map((port) => ({ pid: 5, address: "127.0.0.1", port, from: 50_000 + port })),
    };
    const [a] = observed({ ...found, programs: three }, couplingsOf(seenThree, three), config, nameOf).programs;
    assert.deepEqual(a?.env, { HOST: "127.0.0.1" });
    assert.equal(a.todos.filter(({ text }) => /on loopback, which is [bc]: write/.test(text)).length, 2);
  });

  it("changes a variable of the image for the service that uses it, and for no other", () => {
    const pair = [program("a", ["/bin/a"]), program("b", ["/bin/b"])];
    const one: Observation = {
      ...nothing,
      processes: [running(5, 1, ["/bin/a"]), running(6, 1, ["/bin/b"])],
      listens: [{ pid: 6, protocol: "tcp", address: "0.0.0.0", port: 6379 }],
      connects: [{ pid: 5, address: "127.0.0.1", port: 6379, from: 50_000 }],
    };
    const given = { ...config, env: { CACHE: "127.0.0.1:6379", OTHER: "x" } };
    const result = observed({ ...found, programs: pair }, couplingsOf(one, pair), given, nameOf);
    assert.deepEqual(
      result.programs.map(({ env }) => env),
      [{ CACHE: "b:6379" }, {}],
    );
  });

  it("names services as the Compose file does", () => {
    const odd = [program("My Web", ["/bin/a"]), program("db", ["/bin/b"])];
    const names = new Map([...serviceNames(odd)].map(([one, name]) => [one.name, name] as const));
    const pair: Observation = {
      ...nothing,
      processes: [running(5, 1, ["/bin/a"]), running(6, 1, ["/bin/b"])],
      listens: [{ pid: 5, protocol: "tcp", address: "127.0.0.1", port: 80 }],
      connects: [{ pid: 6, address: "127.0.0.1", port: 80, from: 50_000 }],
    };
    const result = observed(
      { ...found, programs: odd },
      couplingsOf(pair, odd),
      config,
      (name) => names.get(name) ?? name,
    );
    assert.match(result.programs[1]?.todos[0]?.text ?? "", /which is my-web: write my-web/);
  });
});
