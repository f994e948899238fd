import assert from "node:assert/strict";
import type { ForeignService, ResolvedService } from "../../../../services/foreign/contract.ts";
import { foldConflicts, possibleConflicts } from "../../../../services/foreign/fold-conflicts.ts";
import { foreignService } from "../../../support/unit/foreign.ts";

function service(
  name: string,
  given: Partial<ResolvedService> = {},
  own: Partial<ForeignService> = {},
): ResolvedService {
  return {
    image: { id: "sha256:1", reference: "x" },
    argv: [`/bin/${name}`],
    env: {},
    workingDir: "/",
    home: "/",
    identity: { uid: 0, gid: 0, groups: [] },
    stopSignal: "SIGTERM",
    mounts: [],
    exposes: [],
    ...given,
    service: {
      ...foreignService,
      name,
      image: { kind: "reference", reference: name, pull: "missing" },
      health: { kind: "none" },
      attachment: { kind: "networks", networks: {}, links: {} },
      ...own,
    },
  };
}

const found = (...services: readonly ResolvedService[]) => foldConflicts(services).map((one) => one.found);

describe("services in one container", () => {
  it("have nothing against each other if they share nothing", () => {
    assert.deepEqual(
      found(
        service("a", {}, { exposes: ["80/tcp", "53/udp"] }),
        service("b", {}, { exposes: ["81", "53"] }),
        service("c", {}, { replicas: 3 }),
      ),
      [],
    );
  });

  it("cannot listen on one port, whichever way it is written, nor can replicas of one", () => {
    const published = { ports: [{ target: 80, protocol: "tcp" as const }] };
    assert.match(
      found(service("a", {}, { exposes: ["80"] }), service("b", {}, published))[0] ?? "",
      /a and b both listen on 80\/tcp/,
    );
    assert.match(
      found(service("a", {}, published), service("b", {}, published))[0] ?? "",
      /a and b both listen on 80\/tcp/,
    );
    assert.match(found(service("a", {}, { exposes: ["80"], replicas: 2 }))[0] ?? "", /a has 2 replicas/);
  });

  it("may have the same image, whose port only one of them listens on", () => {
    const both = ["a", "b"].map((name) => service(name, { exposes: ["80/tcp"] }));
    assert.deepEqual(found(...both), []);
    assert.match(possibleConflicts(both)[0] ?? "", /^a and b may all listen on 80\/tcp/);
  });

  it("have one value of a sysctl", () => {
    const wants = (name: string, value: string) =>
      service(name, {}, { confinement: { ...foreignService.confinement, sysctls: { "net.core.somaxconn": value } } });
    assert.match(found(wants("a", "1"), wants("b", "2"))[0] ?? "", /a and b want net\.core\.somaxconn to be 1 and 2/);
    assert.deepEqual(found(wants("a", "1"), wants("b", "1")), []);
  });

  for (const program of ["/init", "/sbin/init", "/lib/systemd/systemd", "/usr/bin/s6-svscan", "/sbin/my_init"]) {
    it(`cannot have a PID 1 of their own: ${program}`, () => {
      assert.match(found(service("a", { argv: [program] }))[0] ?? "", /has to be PID 1/);
    });
  }

  it("cannot have a network, users or privilege of their own", () => {
    assert.match(found(service("a", {}, { attachment: { kind: "host" } }))[0] ?? "", /network_mode: host/);
    assert.match(
      found(service("a", {}, { confinement: { ...foreignService.confinement, privileged: true } }))[0] ?? "",
      /privileged/,
    );
    assert.match(
      found(service("a", {}, { confinement: { ...foreignService.confinement, namespaces: { userns: "host" } } }))[0] ??
        "",
      /userns: host/,
    );
  });
});
