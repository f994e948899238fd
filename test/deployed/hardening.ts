import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { attempt } from "../support/control.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { canHaveOutside, makeOutside } from "../support/outside.ts";
import { limitsOf, processOf } from "../support/process.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

/** What the kernel enforces, read from inside, service by service. */
export function describesHardening(get: () => Deployed): void {
  describe("hardening in force", () => {
    it("no service has a capability, may gain one, is root or shares its user, if the traits say unprivileged, and only then", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      const looks = await Promise.all(services(get()).map((service) => processOf(get().deployment, service)));
      const found = looks.map(({ status: { Uid, CapEff, CapBnd, NoNewPrivs, Seccomp } }) => ({
        uid: Number(Uid?.split("\t")[0]),
        capabilities: BigInt(`0x${CapEff ?? ""}`) | BigInt(`0x${CapBnd ?? ""}`),
        mayGain: NoNewPrivs !== "1",
        filtered: Seccomp === "2",
      }));
      const confined = found.every(
        ({ uid, capabilities, mayGain, filtered }) => uid > 0 && capabilities === 0n && !mayGain && filtered,
      );
      const unprivileged = confined && new Set(found.map(({ uid }) => uid)).size === found.length;
      const seen = found
        .map((one) => JSON.stringify({ ...one, capabilities: one.capabilities.toString(16) }))
        .join(" ");
      assert.equal(unprivileged, get().deployment.traits.runsUnprivileged, seen);
    });

    it("no service can write to / or to its program", async () => {
      for (const service of services(get())) {
        for (const path of ["/written", `/app/${service}.py`]) {
          const write = ["bash", "-c", `echo x >> ${path}`];
          const { exitCode, output } = await attempt(get().deployment, service, "exec", ...write);
          assert.notEqual(exitCode, 0, `${service} could write ${path}`);
          assert.match(output, /Read-only file system|Permission denied/);
        }
      }
    });

    it("the root file system is read-only where the traits say so, and only there", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      for (const service of services(get())) {
        const { readOnlyRoot } = await processOf(get().deployment, service);
        assert.equal(readOnlyRoot, get().deployment.traits.readOnlyRoot, service);
      }
    });

    it("memory, processes and processor time are limited in the kernel, to the sum for services that share a container", async function () {
      if (!isLocal(get().docker)) skip(this, "the engine is on another machine");
      for (const [service, { unit }] of Object.entries(get().deployment.services)) {
        const sharing = Object.values(get().deployment.services).filter((other) => other.unit === unit).length;
        assert.deepEqual(
          await limitsOf(await processOf(get().deployment, service)),
          { memoryBytes: sharing * 64 * 1024 ** 2, pids: sharing * 64, cpus: sharing * 0.5 },
          service,
        );
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
      const { client, server } = get().deployment.services;
      if (client?.networks.join() === server?.networks.join()) skip(this, "its services share a network");
      if (!isLocal(get().docker) || !(await canHaveOutside())) skip(this, "no network namespace can be made here");
      const outside = await makeOutside();
      try {
        const reach = `timeout 3 bash -c '</dev/tcp/${outside.address}/${outside.port}'`;
        const [fromClient, fromServer] = await Promise.all(
          ["client", "server"].map((service) => attempt(get().deployment, service, "exec", "bash", "-c", reach)),
        );
        assert.equal(fromServer?.exitCode, 0, `the server cannot reach the outside: ${fromServer?.output ?? ""}`);
        assert.notEqual(fromClient?.exitCode, 0, "the client reached the outside");
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
