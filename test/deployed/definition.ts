import axios from "axios";
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control } from "../support/control.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { containerOf, containersWith, entryUrl, servicesIn, traitsOf } from "../support/deployment.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { hasReplaced, limitsOf, processOf, runsCommand, variablesIn, type ServiceProcess } from "../support/process.ts";
import { longRunning, serviceNamed } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { groupsOf } from "../support/volumes.ts";
import { describesScratch } from "./scratch.ts";

type Definition = Service<FileSource>;

type Variables = Readonly<Record<string, string>>;

/** Variables that every service has, besides those of its definition. */
const always = ["HOME", "HOSTNAME", "PATH", "REPLICA"];

/** Each service gets what its definition asks for, and nothing else. */
export function describesDefinition(get: () => Deployed): void {
  // What has completed has no process, and where it has a container of its own no place for a command.
  const services = () => longRunning(get().workload);

  describe("what the definition asks for", () => {
    /** By service; only if the system is on this machine. */
    let processes: Readonly<Record<string, ServiceProcess>> | undefined;
    /** Service to the variables of a command of exec. */
    let executed: Readonly<Record<string, Variables>>;

    before("look", async () => {
      const each = async <T>(look: (service: string) => Promise<T>): Promise<Record<string, T>> => {
        const looks = services().map(async ({ name }) => [name, await look(name)] as const);
        return Object.fromEntries(await Promise.all(looks));
      };
      if (get().local) processes = await each(async (name) => processOf(get().deployment, name));
      executed = await each(async (name) => environmentOf(get(), name));
    });

    /** Services whose main process is still that of their command, with it. */
    const keepingOrSkip = (test: Mocha.Context) => {
      const keeping = services().flatMap(({ name, command }) => {
        const process = processOrSkip(test, name);
        return hasReplaced(process, command) ? [] : [{ name, command, process }];
      });
      return keeping.length === 0 ? skip(test, "every command replaces itself by another program") : keeping;
    };

    const processOrSkip = (test: Mocha.Context, service: string): ServiceProcess =>
      processes?.[service] ?? skip(test, remote);

    it("the main process has exactly the arguments of the command", function () {
      for (const { name, command, process } of keepingOrSkip(this))
        assert(runsCommand(process.argv, command), `${name}: ${JSON.stringify(process.argv)}`);
    });

    it("the main process has exactly the variables of the definition, and HOME, HOSTNAME, PATH and REPLICA", function () {
      const wrong = keepingOrSkip(this).flatMap(({ name, process }) =>
        deviations(serviceNamed(get().workload, name), process.env),
      );
      assert.deepEqual(wrong, []);
    });

    it("a command of exec has the same", () => {
      const wrong = services().flatMap((service) => deviations(service, executed[service.name] ?? {}));
      assert.deepEqual(wrong, []);
    });

    it("exec and the main process see the same values", function () {
      for (const { name, process } of keepingOrSkip(this)) assert.deepEqual(executed[name], process.env, name);
    });

    it("HOSTNAME is the name of the container", async () => {
      for (const { name } of services()) {
        const kernel = await control(get().deployment, name, "exec", "cat", "/proc/sys/kernel/hostname");
        assert.equal(executed[name]?.HOSTNAME, kernel, name);
      }
    });

    // A shell has SIGINT and SIGQUIT ignored by what it starts with `&`, and so have all that those start.
    it("the main process ignores none of the signals that stop programs, if the traits say that stopping is graceful", function () {
      if (!traitsOf(get().deployment).stopsGracefully) skip(this, "its traits claim no graceful stop");
      for (const { name } of services()) {
        const ignored = BigInt(`0x${processOrSkip(this, name).status.SigIgn ?? ""}`);
        for (const [signal, number] of Object.entries({ SIGINT: 2n, SIGQUIT: 3n, SIGTERM: 15n }))
          assert.equal((ignored >> (number - 1n)) & 1n, 0n, `${name} ignores ${signal}`);
      }
    });

    it("every service runs as its user and its group, and in the groups of its volumes, and in no other", function () {
      for (const service of services()) {
        const { name, user } = service;
        const { status } = processOrSkip(this, name);
        const ids = (field: string) => new Set((status[field] ?? "").split(/\s+/).filter(Boolean).map(Number));
        assert.deepEqual(ids("Uid"), new Set([user.uid]), `${name}: Uid`);
        assert.deepEqual(ids("Gid"), new Set([user.gid]), `${name}: Gid`);
        // Where the system sets the groups, its own is one of them.
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

    describesScratch(get);

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
        // A sum of decimal fractions is not exact, and no more is given than the host has.
        const cpus = Math.min(Number(sum((one) => one.cpus).toFixed(6)), availableParallelism());
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
        const { graceSeconds } = await inspectedContainer(get().deployment, container);
        for (const name of servicesIn(get().deployment, container)) {
          const { stopGraceSeconds } = serviceNamed(get().workload, name);
          const said = `${name} asks for ${stopGraceSeconds} s, ${container} has ${graceSeconds} s`;
          assert(graceSeconds >= stopGraceSeconds, said);
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
