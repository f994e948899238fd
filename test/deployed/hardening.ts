import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { attempt } from "../support/control.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { containersWith, entryUrl, networksOf, traitsOf } from "../support/deployment.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { canHaveOutside, makeOutside, type Outside } from "../support/outside.ts";
import { processOf } from "../support/process.ts";
import { entryOf, longRunning } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

const noOutside = "this machine cannot create a network namespace";

/** What the kernel enforces, read from inside each service. */
export function describesHardening(get: () => Deployed): void {
  describe("hardening in force", () => {
    it("no service has or can gain a capability, is root or shares its user, if and only if the traits say so", async function () {
      if (!get().local) skip(this, remote);
      const looks = await Promise.all(longRunning(get().workload).map(({ name }) => processOf(get().deployment, name)));
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
      assert.equal(unprivileged, traitsOf(get().deployment).runsUnprivileged, seen);
    });

    it("no service can write to / or to its files", async () => {
      for (const { name, files } of longRunning(get().workload)) {
        for (const path of ["/written", ...files.map((file) => file.path)]) {
          const write = ["bash", "-p", "-c", 'echo x >> "$0"', path];
          const { exitCode, output } = await attempt(get().deployment, name, "exec", ...write);
          assert.notEqual(exitCode, 0, `${name} could write ${path}`);
          assert.match(output, /Read-only file system|Permission denied/);
        }
      }
    });

    it("the root file system is read-only, if and only if the traits say so", async function () {
      if (!get().local) skip(this, remote);
      for (const { name } of longRunning(get().workload)) {
        const { readOnlyRoot } = await processOf(get().deployment, name);
        assert.equal(readOnlyRoot, traitsOf(get().deployment).readOnlyRoot, name);
      }
    });

    it("the published port is bound to 127.0.0.1 only", async function () {
      if (!get().local) skip(this, remote);
      const port = Number(new URL(entryUrl(get().deployment)).port);
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ family, internal }) => family === "IPv4" && !internal);
      if (others.length === 0) skip(this, "this machine has no other address");
      for (const { address } of others)
        assert.equal(await canConnect(address, port), false, `${address}:${port} accepts`);
      assert.equal(await canConnect("127.0.0.1", port), true);
    });

    it("a service that needs egress has it", async function () {
      const open = longRunning(get().workload).filter(({ egress }) => egress);
      if (open.length === 0) skip(this, "no service of the workload needs egress");
      if (!get().local || !(await canHaveOutside())) skip(this, noOutside);
      await withOutside(async (outside) => {
        for (const { name } of open) assert((await reaches(get(), name, outside)).yes, `${name} does not`);
      });
    });

    it("a service that needs no egress has none, although the published one has", async function () {
      const entry = entryOf(get().workload).name;
      const shared = networksOf(get().deployment, entry).join();
      const closed = longRunning(get().workload).filter(
        ({ name, egress }) => !egress && name !== entry && networksOf(get().deployment, name).join() !== shared,
      );
      if (closed.length === 0) skip(this, "such services share the published one's network");
      if (!get().local || !(await canHaveOutside())) skip(this, noOutside);
      await withOutside(async (outside) => {
        const published = await reaches(get(), entry, outside);
        assert(published.yes, `${entry} cannot reach the outside: ${published.output}`);
        for (const { name } of closed)
          assert(!(await reaches(get(), name, outside)).yes, `${name} reached the outside`);
      });
    });

    it("logs are rotated, and the system restarts what fails", async () => {
      for (const container of containersWith(get().deployment, longRunning(get().workload))) {
        const { logs, restart } = await inspectedContainer(get().deployment, container);
        // Not every system has a number of files: one that has none says so.
        const oneFile = get().deployment.warnings.some((one) => /keeps the last 10 MiB of its log/.test(one));
        assert.deepEqual(logs, { maxSizeMiB: 10, maxFiles: oneFile ? 1 : 3 }, container);
        assert.equal(restart, "unless-stopped", container);
      }
    });
  });
}

async function withOutside(look: (outside: Outside) => Promise<void>): Promise<void> {
  const outside = await makeOutside();
  try {
    await look(outside);
  } finally {
    await outside.remove();
  }
}

async function reaches({ deployment }: Deployed, service: string, { address, port }: Outside) {
  const script = `timeout 3 bash -p -c '</dev/tcp/${address}/${port}'`;
  const { exitCode, output } = await attempt(deployment, service, "exec", "bash", "-p", "-c", script);
  return { yes: exitCode === 0, output };
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
