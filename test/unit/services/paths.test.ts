import fc from "fast-check";
import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";
import { isWithin } from "../../../services/claims.ts";
import type { FileSource, Service } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { fieldsWith, folderOf, kinds, related, relations, type Kind, type Placed } from "../../support/unit/placed.ts";
import { sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

/** Defines a workload of one service that has these. */
function define(...placed: readonly Placed[]): void {
  const { files, configs, ...fields } = fieldsWith(placed);
  const sources = { files: files.map(({ path, mode }) => ({ source: "a", path, mode })) };
  const service: Partial<Service<FileSource>> = {
    ...fields,
    ...sources,
    configs: configs.map(({ path }) => ({ source: "c", path })),
  };
  defineWorkload(sampleWorkload<FileSource>({ services: [sampleService(service)] }));
}

/** What a message calls each kind. */
const words: Readonly<Record<Kind, string>> = {
  file: "the file",
  scratch: "the scratch folder",
  volume: "the volume",
  config: "the configuration",
  secret: "the secret",
};

const remedy = /^change services\/sample\/workload\.ts$/;

describe("paths in one service", () => {
  for (const one of kinds) {
    for (const other of kinds) {
      for (const relation of relations) {
        it(`are refused where ${words[one]}'s is ${relation === "same" ? "that of" : relation} ${words[other]}`, () => {
          const [first, second] = related(folderOf([one, other]), relation);
          const found = () => {
            define({ kind: one, path: first }, { kind: other, path: second });
          };
          // Only secrets may be where secrets are.
          const alien = (one === "secret") !== (other === "secret");
          const named = (kind: Kind, path: string) => `(?=.*${words[kind]} [^]*${path})`;
          const both = new RegExp(`^Workload sample/web: ${named(one, first)}${named(other, second)}`);
          throwsUserError(found, {
            found: alien ? /is at, above or below \/run\/secrets\.$/ : both,
            allowed: /path/,
            remedy,
          });
        });
      }
    }
  }

  const part = fc.constantFrom("a", "b", "ab");
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join("/")}`);
  const anyKind = fc.constantFrom<Kind>("file", "scratch", "volume", "config");

  it("are accepted if and only if none is another's, or below it", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ kind: anyKind, path }), { maxLength: 4 }), (placed) => {
        const parts = placed.map((one) => one.path.split("/"));
        const covers = (a: readonly string[], b: readonly string[]) => a.every((word, index) => word === b[index]);
        const clash = parts.some((a, index) => parts.some((b, at) => index !== at && covers(a, b)));
        if (clash)
          assert.throws(() => {
            define(...placed);
          }, UserError);
        else define(...placed);
      }),
      { numRuns: 500 },
    );
  });

  const reserved = [
    ...["/proc", "/sys", "/dev", "/tmp", "/run/secrets", "/run/container-approaches", "/opt/container-approaches"],
    ...["/var/lib/container-approaches", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"],
  ];
  for (const place of reserved) {
    for (const path of [place, `${place}/x`, ...above(place)]) {
      for (const kind of kinds.filter((one) => one !== "secret")) {
        it(`cannot be ${path} for ${words[kind]}, because of ${place}`, () => {
          throwsUserError(
            () => {
              define({ kind, path });
            },
            {
              found: new RegExp(`${words[kind]}.* ${path} is at, above or below (${reserved.join("|")}|/)\\.$`),
              allowed: /of its own/,
              remedy,
            },
          );
        });
      }
    }
  }

  for (const place of ["/usr", "/usr/bin", "/bin", "/lib", "/usr/lib"]) {
    it(`cannot be ${place} for what is mounted, which would hide the system's programs; a file can be added there`, () => {
      throwsUserError(
        () => {
          define({ kind: "volume", path: place });
        },
        {
          found: /is at, above or below \/(usr\/)?(bin|lib|sbin)\.$/,
          allowed: /of its own/,
          remedy,
        },
      );
      define({ kind: "file", path: `${place}/mine` });
    });
  }

  it("can be beside a reserved one, or begin with its letters", () => {
    for (const path of ["/run/secret", "/run/web", "/opt/app", "/procs", "/etc/host", "/var/lib/app"])
      define({ kind: "volume", path });
  });

  const malformed: Readonly<Record<string, readonly [path: string, found: RegExp]>> = {
    relative: ["srv/a", /the path "srv\/a" is relative/],
    empty: ["", /the path "" is relative/],
    "with a slash at its end": ["/srv/a/", /has empty parts/],
    "with two slashes": ["/srv//a", /has empty parts/],
    "with a dot": ["/srv/./a", /has empty parts, \. or \.\./],
    "with two dots": ["/srv/../a", /has empty parts, \. or \.\./],
    "that ends with two dots": ["/srv/..", /has empty parts, \. or \.\./],
    "with a line break": ["/srv/a\nb", /has a control character/],
  };
  for (const [what, [path, found]] of Object.entries(malformed)) {
    for (const kind of ["file", "scratch", "volume", "config"] as const) {
      it(`cannot be ${what}: ${kind}`, () => {
        throwsUserError(
          () => {
            define({ kind, path });
          },
          { found, allowed: /path/, remedy },
        );
      });
    }
  }

  it("have no colon where something is mounted; a file's may", () => {
    throwsUserError(
      () => {
        define({ kind: "volume", path: "/srv/a:b" });
      },
      { found: /has a colon/, allowed: /without/, remedy },
    );
    define({ kind: "file", path: "/srv/a:b" }, { kind: "volume", path: '/srv/it\'s "here" $HOME, ü' });
  });

  it("are within a folder by whole words", () => {
    assert.ok(isWithin("/a/b", "/a") && isWithin("/a", "/a") && isWithin("/a", "/"));
    assert.ok(!isWithin("/ab", "/a") && !isWithin("/a", "/a/b"));
  });
});

describe("scratch folders in a definition", () => {
  const folder = { path: "/run/web", sizeMiB: 1 };
  const defined = (given: object) => () => {
    defineWorkload(sampleWorkload<FileSource>({ services: [sampleService({ scratch: [{ ...folder, ...given }] })] }));
  };

  it("may have any permission bits, and programs that can be executed", () => {
    for (const given of [{}, { mode: 0 }, { mode: 0o7777, exec: true }]) defined(given)();
  });

  for (const sizeMiB of [0, -1, 0.5, NaN]) {
    it(`cannot have a size of ${sizeMiB} MiB`, () => {
      throwsUserError(defined({ sizeMiB }), { found: /\/run\/web has a size of/, allowed: /from 1/, remedy });
    });
  }

  for (const mode of [-1, 0o10000, 1.5]) {
    it(`cannot have the mode ${mode}`, () => {
      throwsUserError(defined({ mode }), { found: /\/run\/web has the mode/, allowed: /permission bits/, remedy });
    });
  }
});

/** Every folder above a path, and the root. */
function above(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}
