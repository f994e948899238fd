import assert from "node:assert/strict";
import type { Service, Workload } from "../../../../services/contract.ts";
import { apart } from "../../../../stacks/placement/apart.ts";
import { together } from "../../../../stacks/placement/together.ts";
import type { Supervisor } from "../../../../stacks/supervisors/contract.ts";
import { s6 } from "../../../../stacks/supervisors/s6/index.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const separately = (...services: Service[]) => apart.render(sampleWorkload({ services }), sampleSettings());
const jointly = (...services: Service[]) => together(s6).render(sampleWorkload({ services }), sampleSettings());

describe("placement / apart, with replicas", () => {
  const volumes = [
    { name: "data", path: "/data" },
    { name: "facts", path: "/facts", readOnly: true },
  ];
  const web = sampleService({ replicas: 3 });
  const worker = quietService({ replicas: 2, egress: true, volumes });
  const rendering = separately(web, worker);
  const named = (name: string) => containerOf(rendering, name);

  it("has one image per service, and a container per replica, in the order of their numbers", () => {
    assert.deepEqual(
      rendering.images.map(({ name }) => name),
      ["web", "worker"],
    );
    assert.deepEqual(
      rendering.containers.map(({ name, image, services }) => [name, image, services]),
      [
        ["web", "web", ["web"]],
        ["web_2", "web", ["web"]],
        ["web_3", "web", ["web"]],
        ["worker", "worker", ["worker"]],
        ["worker_2", "worker", ["worker"]],
      ],
    );
    assert.equal(named("web_2").fullName, "ca-000000-separate-web_2");
    assert.deepEqual(rendering.services.web, {
      replicas: ["web", "web_2", "web_3"].map((name) => ({ container: name, name })),
      control: "system",
    });
  });

  it("differ in their name, in REPLICA and in what is published, and in nothing else", () => {
    const [first, third] = [named("web"), named("web_3")];
    const { name, fullName, attachments } = first;
    const process = { ...first.process, env: { ...first.process.env, REPLICA: "1" } };
    assert.deepEqual(first.process, process);
    assert.deepEqual({ ...third, name, fullName, attachments, process }, first);
    assert.deepEqual(third.process, { ...process, env: { ...process.env, REPLICA: "3" } });
  });

  it("are the same containers whatever their number is", () => {
    const more = separately({ ...web, replicas: 4 }, { ...worker, replicas: 1 });
    for (const name of ["web", "web_2", "web_3", "worker"]) assert.deepEqual(containerOf(more, name), named(name));
  });

  it("all have the service's DNS name, and only the first of the entry publishes the port", () => {
    const back = { name: "back", aliases: ["web"] };
    const front = { name: "front", aliases: [] };
    assert.deepEqual(named("web").attachments, { networks: [back, front], publishes: 8080 });
    for (const name of ["web_2", "web_3"]) assert.deepEqual(named(name).attachments, { networks: [back] });
    assert.deepEqual(named("worker_2").attachments, named("worker").attachments);
    assert.deepEqual(named("worker_2").attachments.networks, [{ name: "back", aliases: ["worker"] }, front]);
  });

  it("are warned of where they share a port or a volume", () => {
    assert.deepEqual(rendering.warnings, [
      "web: only the first of its 3 replicas is published on the host; DNS names them all",
      "worker: its 2 replicas write to the same volume data",
    ]);
  });
});

describe("placement / together, with replicas", () => {
  const scratch = [{ path: "/run/worker", sizeMiB: 4 }];
  const worker = quietService({ replicas: 3, scratch, packages: ["sed"] });
  const boss = quietService({ name: "boss", dependsOn: { worker: "healthy", web: "started" } });
  let seen: Workload | undefined;
  const spying: Supervisor = {
    ...s6,
    supervise: (workload, settings) => {
      seen = workload;
      return s6.supervise(workload, settings);
    },
  };
  const rendering = together(spying).render(
    sampleWorkload({ services: [sampleService(), worker, boss] }),
    sampleSettings(),
  );

  it("has the supervisor run each as a service of its own, which knows its number", () => {
    assert.deepEqual(
      seen?.services.map(({ name, replicas, env }) => [name, replicas, env]),
      [
        ["web", 1, {}],
        ["worker", 1, {}],
        ["worker_2", 1, { REPLICA: "2" }],
        ["worker_3", 1, { REPLICA: "3" }],
        ["boss", 1, {}],
      ],
    );
  });

  it("has a service that depends on one depend on all of them", () => {
    assert.deepEqual(seen?.services.at(-1)?.dependsOn, {
      web: "started",
      worker: "healthy",
      worker_2: "healthy",
      worker_3: "healthy",
    });
  });

  it("gives them one set of folders, and limits and checks for each", () => {
    const { mounts, limits, services, health } = containerOf(rendering);
    assert.equal(mounts.filter(({ path }) => path === "/run/worker").length, 1);
    assert.deepEqual(services, ["web", "worker", "boss"]);
    assert.equal(limits.memoryMiB, 5 * 64);
    assert.equal(health?.timeoutSeconds, 5 * 3 + 2);
    const files = rendering.images[0]?.files.map(({ path }) => path) ?? [];
    for (const folder of ["checks", "as"])
      assert.ok(files.includes(`rootfs/opt/container-approaches/${folder}/worker_3`), folder);
    assert.equal(new Set(files).size, files.length);
  });

  it("adds their processors up exactly, because systems refuse what is too precise", () => {
    const limits = { memoryMiB: 8, cpus: 0.1, pids: 8 };
    assert.notEqual(0.1 + 0.1 + 0.1, 0.3);
    assert.equal(containerOf(jointly({ ...worker, limits })).limits.cpus, 0.3);
  });

  it("has the shared control answer for each by its own name", () => {
    assert.deepEqual(
      rendering.services.worker?.replicas,
      ["worker", "worker_2", "worker_3"].map((name) => ({ container: "all", name })),
    );
    assert.ok(
      rendering.warnings.includes(
        "worker: its 3 replicas have the same files and folders; their variable REPLICA tells them apart",
      ),
    );
  });

  it("refuses them of a service that listens on a port", () => {
    throwsUserError(() => jointly(sampleService({ replicas: 2 })), {
      found: /^The service web of the workload sample has 2 replicas\.$/,
      allowed: /^1, since it listens on port 8080/,
      remedy: /^\.\/pulumiw config set --path services\.web\.replicas 1/,
    });
  });

  it("refuses them of a service with a check that would find the same for each", () => {
    const checks = [{ kind: "fresh-file", path: "/run/worker/alive", maxAgeSeconds: 9 }] as const;
    throwsUserError(() => jointly(sampleService(), { ...worker, checks }), {
      found: /^The service worker of the workload sample has 3 replicas\.$/,
      allowed: /^1, since its check of the kind fresh-file cannot tell its replicas apart/,
      remedy: /or deploy with an approach that gives each replica a container of its own$/,
    });
  });
});
