import axios from "axios";
import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, containersWith, entryUrl, servicesIn } from "../support/deployment.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { limitsOf, processOf, runsCommand, variablesIn, type ServiceProcess } from "../support/process.ts";
import { longRunning, serviceNamed } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { groupsOf } from "../support/volumes.ts";

type Definition = Service<FileSource>;

type Variables = Readonly<Record<string, string>>;

/** Variables that every service has, besides those of its definition. */
const always = ["HOME", "HOSTNAME", "PATH", "REPLICA"];

/** Each service gets what its definition asks for, and nothing else. */
export function describesDefinition(get: () => Deployed): void {
  // What has completed has no process, and where it has a container of its own no place for a command.
  const services = () => longRunning(get().workload);

  describe("what the definition asks for", () => {
    /** By service; only if the Docker daemon is on this machine. */
    let processes: Readonly<Record<string, ServiceProcess>> | undefined;
    /** Service to the variables of a command of exec. */
    let executed: Readonly<Record<string, Variables>>;

    before("look", async () => {
      const each = async <T>(look: (service: string) => Promise<T>): Promise<Record<string, T>> => {
        const looks = services().map(async ({ name }) => [name, await look(name)] as const);
        return Object.fromEntries(await Promise.all(looks));
      };
      if (isLocal(get().docker)) processes = await each(async (name) => processOf(get().deployment, name));
      executed = await each(async (name) => environmentOf(get(), name));
    });

    const processOrSkip = (test: Mocha.Context, service: string): ServiceProcess =>
      processes?.[service] ?? skip(test, "the Docker daemon is on another machine");

    it("the main process has exactly the arguments of the command", function () {
      for (const { name, command } of services()) {
        const { argv } = processOrSkip(this, name);
        assert(runsCommand(argv, command), `${name}: ${JSON.stringify(argv)}`);
      }
    });

    it("the main process has exactly the variables of the definition, and HOME, HOSTNAME, PATH and REPLICA", function () {
      const wrong = services().flatMap((service) => deviations(service, processOrSkip(this, service.name).env));
      assert.deepEqual(wrong, []);
    });

    it("a command of exec has the same", () => {
      const wrong = services().flatMap((service) => deviations(service, executed[service.name] ?? {}));
      assert.deepEqual(wrong, []);
    });

    it("exec and the main process see the same values", function () {
      for (const { name } of services()) {
        const { env } = processOrSkip(this, name);
        assert.deepEqual(executed[name], env, name);
      }
    });

    it("HOSTNAME is the name of the container", async () => {
      for (const { name } of services()) {
        const kernel = await control(get().deployment, name, "exec", "cat", "/proc/sys/kernel/hostname");
        assert.equal(executed[name]?.HOSTNAME, kernel, name);
      }
    });

    it("every service runs as its user and its group, and in the groups of its volumes, and in no other", function () {
      for (const service of services()) {
        const { name, user } = service;
        const { status } = processOrSkip(this, name);
        const ids = (field: string) => new Set((status[field] ?? "").split(/\s+/).filter(Boolean).map(Number));
        assert.deepEqual(ids("Uid"), new Set([user.uid]), `${name}: Uid`);
        assert.deepEqual(ids("Gid"), new Set([user.gid]), `${name}: Gid`);
        // Where Docker sets the groups, its own is one of them.
        const groups = [...ids("Groups")].filter((group) => group !== user.gid);
        assert.deepEqual(new Set(groups), groupsOf(get().workload, service), `${name}: Groups`);
      }
    });

    it("a command of exec is in the same groups", async () => {
      for (const service of services()) {
        const groups = (await control(get().deployment, service.name, "exec", "id", "-G")).split(" ").map(Number);
        const expected = [service.user.gid, ...groupsOf(get().workload, service)];
        assert.deepEqual(new Set(groups), new Set(expected), service.name);
      }
    });

    it("every service can write its scratch folders, which have their sizes, and no other service can", async () => {
      const places = services().flatMap(({ name, scratch }) => scratch.map((folder) => ({ of: name, ...folder })));
      for (const { of, path, sizeMiB } of places) {
        assert.equal((await writes(get(), of, path)).exitCode, 0, `${of}: ${path}`);
        const size = await control(get().deployment, of, "exec", "stat", "--file-system", "--format=%S %b", path);
        const [block, blocks] = size.split(" ").map(Number);
        assert.equal(Number(block) * Number(blocks), sizeMiB * 1024 ** 2, `${of}: ${path}`);
        for (const { name } of services().filter(({ scratch }) => !scratch.some((own) => own.path === path))) {
          const { exitCode, output } = await writes(get(), name, path);
          assert.notEqual(exitCode, 0, `${name} could write ${path}`);
          assert.match(output, /Permission denied|Read-only file system|No such file or directory/);
        }
      }
    });

    it("scratch folders belong to their service, with their modes, and run programs only if they may", async () => {
      for (const { name, user, scratch } of services()) {
        for (const { path, mode = 0o700, exec = false } of scratch) {
          const look = await control(get().deployment, name, "exec", "stat", "--format=%u:%g %a", path);
          assert.equal(look, `${user.uid}:${user.gid} ${mode.toString(8)}`, `${name}: ${path}`);
          const script = 'cp /bin/true "$0/program" && { "$0/program"; ended=$?; rm "$0/program"; exit $ended; }';
          const { exitCode, output } = await attempt(get().deployment, name, "exec", "sh", "-c", script, path);
          assert.equal(exitCode === 0, exec, `${name}: ${path}: ${output}`);
          if (!exec) assert.match(output, /Permission denied/);
        }
      }
    });

    it("every service listens on its port, and the entry answers at its address", async () => {
      for (const { name, port } of services()) {
        if (port === undefined) continue;
        const connect = ["bash", "-p", "-c", `</dev/tcp/127.0.0.1/${port}`];
        const { exitCode, output } = await attempt(get().deployment, name, "exec", ...connect);
        assert.equal(exitCode, 0, `${name}: ${output}`);
      }
      const { status } = await axios.get(entryUrl(get().deployment), { timeout: 5_000 });
      assert.equal(status, 200);
    });

    it("the kernel limits memory, processes and processor time, in a shared container to the sum of its services and their replicas", async function () {
      for (const { name } of services()) {
        const sharing = servicesIn(get().deployment, containerOf(get().deployment, name));
        const limits = sharing.map((one) => serviceNamed(get().workload, one).limits);
        const sum = (of: (one: (typeof limits)[number]) => number) => limits.reduce((total, one) => total + of(one), 0);
        // A sum of decimal fractions is not exact.
        const cpus = Number(sum((one) => one.cpus).toFixed(6));
        assert.deepEqual(
          await limitsOf(processOrSkip(this, name)),
          {
            memoryBytes: sum(({ memoryMiB }) => memoryMiB) * 1024 ** 2,
            pids: sum(({ pids }) => pids),
            cpus,
          },
          name,
        );
      }
    });

    it("the grace period of a container covers that of each of its services", async () => {
      for (const container of containersWith(get().deployment, services())) {
        const given = await inspected<number>(get().docker, container, ".Config.StopTimeout");
        for (const name of servicesIn(get().deployment, container)) {
          const { stopGraceSeconds } = serviceNamed(get().workload, name);
          assert(given >= stopGraceSeconds, `${name} asks for ${stopGraceSeconds} s, ${container} has ${given} s`);
        }
      }
    });
  });
}

/** Variables of a command that exec runs as the service. */
async function environmentOf({ deployment }: Deployed, service: string): Promise<Variables> {
  return variablesIn(await control(deployment, service, "exec", "env", "--null"));
}

/** Faults of a service's variables, one line each. */
function deviations({ name: service, env, hosts, secrets = {} }: Definition, found: Variables): string[] {
  const filled = Object.values(secrets).flatMap(({ variable }) => variable ?? []);
  const expected = [...Object.keys(env), ...Object.keys(hosts), ...filled, ...always];
  const missing = expected.filter((name) => !(name in found)).map((name) => `${service} lacks ${name}`);
  const extra = Object.keys(found).filter((name) => !expected.includes(name));
  const different = Object.entries(env).filter(([name, value]) => name in found && found[name] !== value);
  const empty = [...Object.keys(hosts), ...filled, ...always].filter(
    (name) => found[name] === "" && env[name] === undefined,
  );
  return [
    ...missing,
    ...extra.map((name) => `${service} has ${name}=${found[name] ?? ""}`),
    ...different.map(([name, value]) => `${service} has ${name}=${found[name] ?? ""}, not ${value}`),
    ...empty.map((name) => `${service} has an empty ${name}`),
  ];
}

async function writes({ deployment }: Deployed, service: string, folder: string) {
  const script = 'echo x > "$0/written" && rm "$0/written"';
  return attempt(deployment, service, "exec", "bash", "-p", "-c", script, folder);
}
