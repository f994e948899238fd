import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { attempt, control } from "../support/control.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { canHaveOutside, makeOutside } from "../support/outside.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

/** What the kernel enforces, read from inside, service by service. */
export function describesHardening(get: () => Deployed): void {
  describe("hardening in force", () => {
    it("no service has a capability, may gain privileges, or runs without seccomp, where the traits say unprivileged", async function () {
      if (!get().deployment.traits.runsUnprivileged) skip(this, "its traits do not claim it");
      for (const service of services(get())) {
        const status = await procStatus(get(), service);
        assert.equal(status.CapEff, "0000000000000000", `${service}: effective capabilities`);
        assert.equal(status.CapBnd, "0000000000000000", `${service}: bounding set`);
        assert.equal(status.NoNewPrivs, "1", `${service}: no_new_privs`);
        assert.equal(status.Seccomp, "2", `${service}: seccomp filter`);
      }
    });

    it("every service has a user of its own that is not root", async function () {
      if (!get().deployment.traits.runsUnprivileged) skip(this, "its traits do not claim it");
      const users = await Promise.all(services(get()).map(async (service) => (await procStatus(get(), service)).Uid));
      const ids = users.map((line) => Number(line?.split("\t")[0]));
      assert(
        ids.every((id) => id > 0),
        `uids ${ids.join(", ")}`,
      );
      assert.equal(new Set(ids).size, ids.length, `uids ${ids.join(", ")}`);
    });

    it("a write to / fails, and so does one to the program", async function () {
      if (!get().deployment.traits.readOnlyRoot) skip(this, "its traits do not claim it");
      for (const service of services(get())) {
        for (const path of ["/written", `/app/${service}.py`]) {
          const { exitCode, output } = await attempt(
            get().deployment,
            service,
            "exec",
            "bash",
            "-c",
            `echo x >> ${path}`,
          );
          assert.notEqual(exitCode, 0, `${service} could write ${path}`);
          assert.match(output, /Read-only file system|Permission denied/);
        }
      }
    });

    it("memory, processes and processor time are limited in the cgroup", async () => {
      for (const service of services(get())) {
        assert.equal(
          await cgroup(get(), service, "memory/memory.limit_in_bytes", "memory.max"),
          String(64 * 1024 ** 2),
        );
        assert.equal(await cgroup(get(), service, "pids/pids.max", "pids.max"), "64");
        assert.equal(await cpus(get(), service), 0.5);
      }
    });

    it("the published port is bound to 127.0.0.1 alone", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      const port = Number(new URL(get().deployment.url).port);
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ family, internal }) => family === "IPv4" && !internal);
      if (others.length === 0) skip(this, "this machine has no other address");
      for (const { address } of others)
        assert.equal(await canConnect(address, port), false, `${address}:${port} accepts`);
      assert.equal(await canConnect("127.0.0.1", port), true);
    });

    it("a service that needs no way out has none, though the published one has", async function () {
      if (get().deployment.services.client?.networks.length !== 1) skip(this, "its services share a network");
      if (!isLocal(get().docker) || !(await canHaveOutside())) skip(this, "no network namespace can be made here");
      const outside = await makeOutside();
      try {
        const reach = `timeout 3 bash -c '</dev/tcp/${outside.address}/${outside.port}'`;
        const [client, server] = await Promise.all(
          ["client", "server"].map((service) => attempt(get().deployment, service, "exec", "bash", "-c", reach)),
        );
        assert.equal(server?.exitCode, 0, `the server cannot reach the outside: ${server?.output ?? ""}`);
        assert.notEqual(client?.exitCode, 0, "the client reached the outside");
      } finally {
        await outside.remove();
      }
    });

    it("logs are rotated and the engine restarts what fails", async () => {
      for (const { unit } of Object.values(get().deployment.services)) {
        const log = await inspected<{ Type: string; Config: Record<string, string> }>(
          get().docker,
          unit,
          ".HostConfig.LogConfig",
        );
        assert.deepEqual(log, { Type: "json-file", Config: { "max-file": "3", "max-size": "10m" } });
        assert.equal(await inspected(get().docker, unit, ".HostConfig.RestartPolicy.Name"), "unless-stopped");
      }
    });
  });
}

function services({ deployment }: Deployed): string[] {
  return Object.keys(deployment.services);
}

async function procStatus({ deployment }: Deployed, service: string): Promise<Partial<Record<string, string>>> {
  const text = await control(deployment, service, "exec", "cat", "/proc/self/status");
  return Object.fromEntries(text.split("\n").map((line) => line.split(":\t") as [string, string]));
}

/** A limit as the service sees it, under cgroup v1 or v2. */
async function cgroup({ deployment }: Deployed, service: string, v1: string, v2: string): Promise<string> {
  const read = `cat /sys/fs/cgroup/${v1} 2>/dev/null || cat /sys/fs/cgroup/${v2}`;
  return control(deployment, service, "exec", "sh", "-c", read);
}

async function cpus(deployed: Deployed, service: string): Promise<number> {
  const quota = await cgroup(deployed, service, "cpu/cpu.cfs_quota_us", "cpu.max");
  const [allowed = "", period = "100000"] = quota.split(" ");
  return Number(allowed) / Number(period);
}

async function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
    socket.once("timeout", () => {
      end(false);
    });
  });
}
