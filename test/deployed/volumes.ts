import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, control, controlContainer } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf, containersOf, deploymentOf, volumesOf } from "../support/deployment.ts";
import { waitHealthy } from "../support/healthy.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { ownFileOf, serviceNamed } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { objectsOn } from "../support/systems.ts";
import { volumesIn, type DefinedVolume } from "../support/volumes.ts";

/** Runs lines of sh as a service; `$1` is a path. */
async function inside({ deployment }: Deployed, service: string, script: string, path: string) {
  return attempt(deployment, service, "exec", "sh", "-c", script, "sh", path);
}

/** Volumes have their owners, protect their data, and keep them. Ends with the deployment as it was, deployed anew. */
export function describesVolumes(get: () => Deployed): void {
  const volumes = () => volumesIn(get().workload);
  const some = (test: Mocha.Context, of: (volume: DefinedVolume) => boolean, lacking: string) => {
    const found = volumes().filter(of);
    return found.length === 0 ? skip(test, lacking) : found;
  };

  describe("volumes", () => {
    it("belong to their user or group, with their permission bits, wherever they are mounted", async function () {
      for (const { name, owner, mode, users } of some(this, () => true, "the workload has no volumes")) {
        for (const { service, mount } of users) {
          const { output } = await inside(get(), service.name, 'stat --format "%u:%g %a" "$1"', mount.path);
          assert(output.endsWith(`${owner} ${mode}`), `${name} in ${service.name}: ${output}`);
        }
      }
    });

    it("can be written by who mounts them, and at a read-only path by no service", async function () {
      for (const { name, users } of some(this, () => true, "the workload has no volumes")) {
        for (const { service, mount } of users) {
          const write = 'echo x >"$1/written" && rm "$1/written"';
          const { exitCode, output } = await inside(get(), service.name, write, mount.path);
          if (mount.readOnly !== true) assert.equal(exitCode, 0, `${service.name} cannot write ${name}: ${output}`);
          else assert.match(output, /Read-only file system/, `${service.name} could write ${name}`);
        }
      }
    });

    it("show what is in them to no other service", async function () {
      const private_ = some(this, ({ strangers }) => strangers.length > 0, "every service mounts every volume");
      for (const { name, users, strangers } of private_) {
        for (const { name: stranger } of strangers) {
          for (const { mount } of users) {
            const { exitCode, output } = await inside(get(), stranger, 'ls "$1"', mount.path);
            assert.notEqual(exitCode, 0, `${stranger} sees ${name}: ${output}`);
            assert.match(output, /Permission denied|No such file or directory/);
          }
        }
      }
    });

    it("with a group give what one service writes to all who mount them", async function () {
      for (const { name, gid, users } of some(this, (one) => one.gid !== undefined, "no volume has a group")) {
        const writers = users.filter(({ mount }) => mount.readOnly !== true);
        const word = randomUUID();
        for (const { service, mount } of writers) {
          const write = `umask 027; echo ${word} >"$1/by-${service.name}"; stat --format %g "$1/by-${service.name}"`;
          const { output } = await inside(get(), service.name, write, mount.path);
          assert.equal(output, String(gid), `the group of what ${service.name} writes into ${name}`);
          for (const reader of users) {
            const read = await inside(get(), reader.service.name, `cat "$1/by-${service.name}"`, reader.mount.path);
            assert.equal(read.output, word, `${reader.service.name} reads ${name}`);
          }
          await inside(get(), service.name, `rm "$1/by-${service.name}"`, mount.path);
        }
      }
    });
  });

  describe("the data of the workload", () => {
    const word = randomUUID();
    /** The service that keeps data, and where. */
    const keeper = (test: Mocha.Context) => {
      const { data } = get().workload.roles ?? {};
      if (data === undefined) return skip(test, "no service of the workload has the role data");
      const service = serviceNamed(get().workload, data.service);
      const mount = service.volumes.find(({ name }) => name === data.volume) ?? assert.fail("it does not mount it");
      return { service, file: join(mount.path, "word of the test") };
    };
    /** Where services run now: their containers may have been replaced. */
    const now = async () => deploymentOf(await get().stack.outputs(), get().approach);
    const isThere = async (test: Mocha.Context) => {
      const { service, file } = keeper(test);
      assert.equal(await control(await now(), service.name, "exec", "cat", file), word);
    };

    it("outlive a restart of the container", async function () {
      const { service, file } = keeper(this);
      await control(await now(), service.name, "exec", "sh", "-c", `umask 077; echo ${word} >"$1"`, "sh", file);
      for (const container of containersOf(await now())) await controlContainer(await now(), container, "restart");
      await waitHealthy(await now());
      await isThere(this);
    });

    it("outlive the container, which a changed file of the service replaces", async function () {
      const { service } = keeper(this);
      const { workload, project, stack } = get();
      const source = ownFileOf(workload, service)?.source ?? skip(this, "the service has no file of its own");
      const idOf = async () => (await inspectedContainer(await now(), containerOf(await now(), service.name))).id;
      const before = await idOf();
      await appendFile(join(project.folder, "services", workload.name, source), "\n");
      await stack.up();
      assert.notEqual(await idOf(), before, "the container was not replaced");
      await isThere(this);
    });

    it("outlive the stack, which leaves nothing else, and the next one adopts them", async function () {
      keeper(this);
      const { stack, systems, instance, deployment } = get();
      await stack.destroy();
      // Others hold a supervisor's state, which goes with the stack.
      const names = volumesIn(get().workload).map(({ name }) => `-${get().workload.name}-${name}`);
      const kept = volumesOf(deployment).filter((volume) => names.some((name) => volume.endsWith(name)));
      assert.equal(kept.length, names.length);
      const left = kept.map((name) => `volume ${name}`);
      assert.deepEqual((await objectsOn(systems, instance)).sort(), left.sort());
      await stack.up();
      await isThere(this);
      // With what the system now says of the adopted volumes: without, it would compare what has just been written.
      await stack.up("--refresh", "--expect-no-changes");
    });
  });
}
