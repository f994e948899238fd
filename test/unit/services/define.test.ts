import fc from "fast-check";
import assert from "node:assert/strict";
import type { FileSource, Service, Workload } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { serviceName } from "../../support/unit/arbitraries.ts";
import { quietService, sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

type Given = Partial<Workload<FileSource>>;
type GivenService = Partial<Service<FileSource>>;

const remedy = /^change services\/.*\/workload\.ts$/;

describe("a workload's definition", () => {
  it("is returned unchanged if it is right", () => {
    const workload = sampleWorkload<FileSource>({
      services: [
        sampleService({
          hosts: { STORE: "store" },
          dependsOn: { store: "healthy" },
          scratch: [{ path: "/run/web", sizeMiB: 1 }],
        }),
        quietService({ name: "store", files: [{ source: "a", path: "/a", mode: 0o644 }] }),
      ],
    });
    const before = structuredClone(workload);
    assert.equal(defineWorkload(workload), workload);
    assert.deepEqual(workload, before);
  });

  it("may use any name that DNS and Docker accept", () => {
    fc.assert(
      fc.property(serviceName, (name) => {
        const service = sampleService<FileSource>({ name });
        defineWorkload(sampleWorkload({ name, services: [service], entry: { service: name, port: 8080 } }));
      }),
    );
  });

  const wrongWorkloads: Record<string, readonly [given: Given, found: RegExp, allowed: RegExp]> = {
    "an upper-case name": [{ name: "Hello" }, /^Workload Hello: the name is "Hello"\.$/, /lower-case word/],
    "a name that is too long": [{ name: "a".repeat(32) }, /the name is "a{32}"/, /at most 31/],
    "a name that begins with a digit": [{ name: "1st" }, /the name is "1st"/, /lower-case word/],
    "a name that ends in a dash": [{ name: "hello-" }, /the name is "hello-"/, /not ending in a dash/],
    "two services of one name": [
      { services: [sampleService(), sampleService()] },
      /two services are named "web"/,
      /one service per name/,
    ],
    "an entry that is no service": [
      { entry: { service: "nobody", port: 8080 } },
      /the entry is the service "nobody"/,
      /one of: web$/,
    ],
    "an entry at another port than its service's": [
      { entry: { service: "web", port: 81 } },
      /the entry's port is 81/,
      /the port of "web": 8080/,
    ],
    "a role for an unknown service": [
      { roles: { peer: "missing" } },
      /a role names the service "missing"/,
      /one of: web$/,
    ],
    "a service that misbehaves without a folder for orders": [
      { roles: { misbehaves: { web: ["leak"] } } },
      /"web" has the role misbehaves and no scratch folder/,
      /for its orders/,
    ],
    "a log line that is no regular expression": [
      { services: [sampleService({ says: { started: "(" } })] },
      /"web" says "\("/,
      /a regular expression/,
    ],
    "an entry that listens on nothing": [
      { services: [quietService()], entry: { service: "worker", port: 81 } },
      /the entry's port is 81/,
      /the port of "worker": it listens on none/,
    ],
    "services that wait for each other": [
      {
        services: [
          sampleService({ dependsOn: { a: "healthy" } }),
          quietService({ name: "a", dependsOn: { b: "healthy" } }),
          quietService({ name: "b", dependsOn: { a: "healthy" } }),
          quietService({ name: "free" }),
        ],
      },
      /dependsOn has a cycle: web, a, b\./,
      /without a cycle/,
    ],
    "an entry that runs to completion": [
      { services: [sampleService({ completes: { withinSeconds: 5 }, checks: [] })] },
      /the entry "web" runs to completion/,
      /runs forever/,
    ],
    "a service that waits for the end of one that runs forever": [
      { services: [sampleService({ dependsOn: { worker: "completed" } }), quietService()] },
      /^Workload sample\/web: it waits until "worker" has completed, which runs forever/,
      /"started" or "healthy"/,
    ],
    "a service that waits for the health of one that runs to completion": [
      {
        services: [
          sampleService({ dependsOn: { worker: "healthy" } }),
          quietService({ completes: { withinSeconds: 5 }, checks: [] }),
        ],
      },
      /it waits until "worker" is healthy, which runs to completion/,
      /"started" or "completed"/,
    ],
    "a service that waits for itself": [
      { services: [sampleService({ dependsOn: { web: "healthy" } })] },
      /a cycle: web\./,
      /without a cycle/,
    ],
  };
  for (const [what, [given, found, allowed]] of Object.entries(wrongWorkloads)) {
    it(`is refused with ${what}`, () => {
      throwsUserError(() => defineWorkload(sampleWorkload(given)), { found, allowed, remedy });
    });
  }
});

describe("a service's definition", () => {
  const wrong: Record<string, readonly [given: GivenService, found: RegExp, allowed: RegExp]> = {
    "a name with a dot": [{ name: "web.1" }, /the name is "web\.1"/, /lower-case word/],
    "the name of every service": [{ name: "all" }, /the name is "all"/, /another name: supervisorctl takes it/],
    "a name that every object has": [{ name: "constructor" }, /the name is "constructor"/, /another name/],
    "the name of the machine": [{ name: "localhost" }, /the name is "localhost"/, /another name/],
    "the name of a unit of systemd": [{ name: "systemd-journald" }, /the name is "systemd-journald"/, /another name/],
    "a command without a path": [{ command: ["python3"] }, /the command is \["python3"\]/, /absolute path/],
    "no command": [{ command: [] }, /the command is \[\]/, /exec form/],
    "no replicas": [{ replicas: 0 }, /replicas is 0/, /a whole number from 1/],
    "too many replicas": [{ replicas: 33 }, /replicas is 33/, /a whole number from 1 to 32/],
    "replicas of what runs to completion": [
      { replicas: 2, completes: { withinSeconds: 9 }, checks: [] },
      /it runs to completion and has 2 replicas/,
      /^1:/,
    ],
    "its own REPLICA": [{ env: { REPLICA: "x" } }, /it sets the variable REPLICA/, /other names/],
    "a host as REPLICA": [{ hosts: { REPLICA: "web" } }, /it sets the variable REPLICA/, /other names/],
    "half a replica": [{ replicas: 1.5 }, /replicas is 1\.5/, /a whole number from 1/],
    "no grace": [{ stopGraceSeconds: 0 }, /stopGraceSeconds is 0/, /a whole number of seconds from 1/],
    "port 0": [{ port: 0 }, /port is 0/, /from 1 to 65535/],
    "a port over the last": [{ port: 65_536 }, /port is 65536/, /from 1 to 65535/],
    "a check at half a port": [{ checks: [{ kind: "tcp", port: 1.5 }] }, /checks\[0\]\.port is 1\.5/, /whole number/],
    "a check of an impossible port": [
      { checks: [{ kind: "http", port: -1, path: "/", status: 200 }] },
      /checks\[0\]\.port is -1/,
      /from 1/,
    ],
    "a dependency on an unknown service": [
      { dependsOn: { missing: "healthy" } },
      /refers to the service "missing"/,
      /one of: web$/,
    ],
    "the host of an unknown service": [
      { hosts: { OTHER: "missing" } },
      /refers to the service "missing"/,
      /one of: web$/,
    ],
    "a variable that stands twice": [
      { env: { OTHER: "x" }, hosts: { OTHER: "web" } },
      /the variable OTHER is in env and in hosts/,
      /in one of them/,
    ],
    "configuration at a relative path": [
      { configs: [{ source: "a", path: "etc/a" }] },
      /the path "etc\/a" is relative/,
      /absolute paths/,
    ],
    "a file at a relative path": [
      { files: [{ source: "a", path: "etc/a", mode: 0o644 }] },
      /the path "etc\/a" is relative/,
      /absolute paths/,
    ],
    "a scratch folder at a relative path": [
      { scratch: [{ path: "run", sizeMiB: 1 }] },
      /the path "run" is relative/,
      /absolute paths/,
    ],
    "a volume at a relative path": [
      { volumes: [{ name: "data", path: "data" }] },
      /the path "data" is relative/,
      /absolute paths/,
    ],
  };
  for (const [what, [given, found, allowed]] of Object.entries(wrong)) {
    it(`is refused with ${what}, by its name`, () => {
      const workload = sampleWorkload<FileSource>({ services: [sampleService(given)] });
      const where = new RegExp(`^Workload sample/${given.name ?? "web"}: .*${found.source}`);
      throwsUserError(() => defineWorkload(workload), { found: where, allowed, remedy });
    });
  }
});
