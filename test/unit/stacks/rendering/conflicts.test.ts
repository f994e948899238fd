import fc from "fast-check";
import assert from "node:assert/strict";
import { UserError } from "../../../../errors/user-error.ts";
import type { Service } from "../../../../services/contract.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import {
  fieldsWith,
  folderOf,
  kinds,
  related,
  relations,
  type Kind,
  type Placed,
} from "../../../support/unit/placed.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { full } from "../../../support/unit/subjects.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const shared = full.filter(({ placement }) => placement === "together");
const ownContainers = full.filter(({ placement }) => placement !== "together");

/** The fields of a service that has these. Configurations have no files: what is in them does not matter here. */
function fields(placed: readonly Placed[], of: string): Partial<Service> {
  const { configs, ...rest } = fieldsWith(placed, of);
  return { ...rest, configs: configs.map(({ path }) => ({ path, files: [] })) };
}

function render(approach: Approach, ...services: readonly Service[]) {
  return approach.render(sampleWorkload({ services: [sampleService(), ...services] }), sampleSettings());
}

const one = (given: Partial<Service>) => quietService({ name: "one", ...given });
const two = (given: Partial<Service>) => quietService({ name: "two", ...given });

const remedy = /services\/sample\/workload\.ts, or deploy with an approach that gives each service its own container/;
const allowed = /since with this approach both services run in one container/;

for (const approach of shared) {
  describe(`${approach.name} / two services in one container`, () => {
    const refuses = (first: Service, second: Service, found: RegExp) => {
      throwsUserError(() => render(approach, first, second), { found, allowed, remedy });
    };

    for (const kind of kinds) {
      for (const other of kinds.filter((another) => (another === "secret") === (kind === "secret"))) {
        for (const relation of relations) {
          it(`cannot have a ${kind} ${relation === "same" ? "where the other has" : relation} a ${other}`, () => {
            const [first, second] = related(folderOf([kind, other]), relation);
            refuses(
              one(fields([{ kind, path: first }], "own")),
              two(fields([{ kind: other, path: second }], "their")),
              new RegExp(`(?=.*\\bone\\b)(?=.*\\btwo\\b)(?=.*${first})(?=.*${second})`),
            );
          });
        }
      }
    }

    it("can have the same file, once, if it is the same in content and mode", () => {
      const file = { path: "/etc/settings", content: "a", mode: 0o644 };
      const rendering = render(approach, one({ files: [file] }), two({ files: [file] }));
      assert.equal(rendering.images[0]?.files.filter(({ path }) => path === "rootfs/etc/settings").length, 1);
      refuses(one({ files: [file] }), two({ files: [{ ...file, mode: 0o600 }] }), /both have the file \/etc\/settings/);
      refuses(one({ files: [file] }), two({ files: [{ ...file, content: "b" }] }), /both have the file/);
    });

    it("can mount the same volume at the same path, once, if both may write or neither may", () => {
      const volume = { name: "data", path: "/srv/data" };
      for (const readOnly of [true, false]) {
        const volumes = [{ ...volume, readOnly }];
        const { mounts } = containerOf(render(approach, one({ volumes }), two({ volumes })));
        assert.deepEqual(
          mounts.filter(({ kind }) => kind === "volume"),
          [{ kind: "volume", volume: "data", path: "/srv/data", readOnly }],
        );
      }
      refuses(
        one({ volumes: [volume] }),
        two({ volumes: [{ ...volume, readOnly: true }] }),
        /service one .* has the volume data at \/srv\/data, and two has the read-only volume data at \/srv\/data\.$/,
      );
    });

    it("can mount the same volume at different paths, and are told that read-only protects less", () => {
      const rendering = render(
        approach,
        one({ volumes: [{ name: "data", path: "/srv/one" }] }),
        two({ volumes: [{ name: "data", path: "/srv/two", readOnly: true }] }),
      );
      const mounts = containerOf(rendering).mounts.filter(({ kind }) => kind === "volume");
      assert.deepEqual(
        mounts.map(({ path }) => path),
        ["/srv/one", "/srv/two"],
      );
      assert.ok(rendering.warnings.some((line) => line.startsWith("two: mounts the volume data read-only, but ")));
    });

    it("cannot listen on one port, or check one that the other listens on", () => {
      const listens = { port: 9000, checks: [{ kind: "tcp", port: 9000 }] } as const;
      const checks = { checks: [{ kind: "http", port: 9000, path: "/", status: 200 }] } as const;
      refuses(one(listens), two(listens), /^The services one and two of the workload sample both have port 9000\.$/);
      refuses(one(listens), two(checks), /^The services one and two of the workload sample both have port 9000\.$/);
    });

    it("cannot have one user, which could signal and read both, nor that of the programs that copy logs", () => {
      const user = { uid: 7, gid: 8 };
      refuses(
        one({ user }),
        two({ user: { ...user, gid: 9 } }),
        /^The services one and two .* both have the user 7\.$/,
      );
      refuses(
        one({ user: { uid: 65_534, gid: 7 } }),
        two({}),
        /^The service one .* has the user 65534 of programs that copy logs\.$/,
      );
      render(approach, one({ user }), two({ user: { ...user, uid: 9 } }));
    });

    it("can each have what the other does not, at any paths", () => {
      const kind = fc.constantFrom<Kind>("file", "scratch", "volume", "config");
      const path = fc.stringMatching(/^[a-c]{1,2}(\/[a-c]{1,2})?$/);
      const placed = fc.array(fc.record({ kind, path }), { minLength: 1, maxLength: 3 });
      fc.assert(
        fc.property(placed, placed, (first, second) => {
          const all = [...first, ...second].map((each) => each.path.split("/"));
          const covers = (a: readonly string[], b: readonly string[]) => a.every((word, index) => word === b[index]);
          const clash = all.some((a, index) => all.some((b, at) => index !== at && covers(a, b)));
          const at = (those: readonly Placed[]) => those.map((each) => ({ ...each, path: `/srv/${each.path}` }));
          const deploy = () => render(approach, one(fields(at(first), "own")), two(fields(at(second), "their")));
          if (clash) assert.throws(deploy, UserError);
          else deploy();
        }),
      );
    });
  });

  describe(`${approach.name} / its supervisor and a service`, () => {
    const { images, containers } = render(approach);
    const folders = containers.flatMap(({ mounts }) => mounts.filter(({ kind }) => kind === "scratch"));
    // The rendering has these, and no workload can name them.
    const reserved = ["/tmp", "/run/container-approaches"];
    const own = folders.map(({ path }) => path).filter((path) => !reserved.includes(path));
    const files = images
      .flatMap((image) => image.files.map(({ path }) => path.slice("rootfs".length)))
      .filter((path) => !path.startsWith("/opt/container-approaches"));

    for (const path of own) {
      it(`cannot both have ${path}, and a file below it would be hidden; a mount below it stands`, () => {
        const found = new RegExp(`and the supervisor \\S+ has the scratch folder (${path}|/run)\\.$`);
        const refuses = (given: Partial<Service>) => {
          throwsUserError(() => render(approach, one(given)), { found, allowed, remedy });
        };
        refuses({ scratch: [{ path, sizeMiB: 1 }] });
        refuses({ files: [{ path: `${path}/x`, content: "", mode: 0o644 }] });
        render(approach, one({ scratch: [{ path: `${path}/x`, sizeMiB: 1 }] }));
      });
    }

    for (const path of files) {
      it(`cannot both have the file ${path}, nor can a volume hide it`, () => {
        const found = new RegExp(`and the supervisor \\S+ has the file /.*\\.$`);
        throwsUserError(() => render(approach, one({ files: [{ path, content: "", mode: 0o644 }] })), {
          found,
          allowed,
          remedy,
        });
        const folder = path.slice(0, path.lastIndexOf("/"));
        throwsUserError(() => render(approach, one({ volumes: [{ name: "data", path: folder }] })), {
          found,
          allowed,
          remedy,
        });
      });
    }
  });
}

describe("two services in a container each", () => {
  it("can have anything at the same paths", () => {
    for (const approach of ownContainers) {
      for (const kind of kinds) {
        const path = folderOf([kind]);
        render(approach, one(fields([{ kind, path }], "own")), two(fields([{ kind, path }], "their")));
      }
      render(approach, one({ user: { uid: 7, gid: 7 } }), two({ user: { uid: 7, gid: 7 } }));
    }
  });
});
