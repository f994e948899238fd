import fc from "fast-check";
import assert from "node:assert/strict";
import { imageRepository, networkName, objectName } from "../../../../stacks/rendering/names.ts";
import { anyScope, plainScope, plainWord, serviceName } from "../../../support/unit/arbitraries.ts";
import { sampleScope } from "../../../support/unit/samples.ts";

/** Valid as the name of a container, network or volume in Docker, and as a DNS label by its length. */
const dockerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/;
const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Valid as a repository in Docker: components of lower-case words with single separators. */
const repository = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

describe("rendering / names", () => {
  it("leave the approach out if the stack is named after it", () => {
    assert.equal(objectName(sampleScope(), "server"), "ca-000000-separate-server");
    assert.equal(objectName(sampleScope({ stack: "dev" }), "server"), "ca-000000-dev-separate-server");
  });

  it("differ for different definitions of a network, and are the same for the same", () => {
    const name = networkName(sampleScope(), "back", true);
    assert.match(name, /^ca-000000-separate-back-[0-9a-z]{4}$/);
    assert.equal(networkName(sampleScope(), "back", true), name);
    assert.notEqual(networkName(sampleScope(), "back", false), name);
    assert.notEqual(networkName(sampleScope({ workload: "queue" }), "back", true), name, "its labels differ");
  });

  it("are valid for Docker at any stack's and service's name", () => {
    fc.assert(
      fc.property(anyScope, serviceName, (scope, role) => {
        assert.match(objectName(scope, role), dockerName);
      }),
    );
  });

  it("are DNS labels if the stack's name is one", () => {
    fc.assert(
      fc.property(plainScope, plainWord, (scope, role) => {
        assert.match(objectName(scope, role), dnsLabel);
      }),
    );
  });

  it("are the same each time", () => {
    fc.assert(
      fc.property(anyScope, serviceName, (scope, role) => {
        assert.equal(objectName({ ...scope }, role), objectName(scope, role));
      }),
    );
  });

  it("do not depend on the workload, so that another one replaces the first", () => {
    assert.equal(objectName(sampleScope({ workload: "queue" }), "back"), objectName(sampleScope(), "back"));
  });

  it("differ between scopes and between roles", () => {
    fc.assert(
      fc.property(plainScope, plainWord, plainScope, plainWord, (first, firstRole, second, secondRole) => {
        const key = (scope: typeof first, role: string) => [scope.instance, scope.stack, scope.approach, role].join();
        fc.pre(key(first, firstRole) !== key(second, secondRole));
        assert.notEqual(objectName(first, firstRole), objectName(second, secondRole));
      }),
    );
  });

  for (const part of ["instance", "stack", "approach"] as const) {
    it(`differ with the ${part} alone, also if they are too long to be written out`, () => {
      const long = sampleScope({ stack: "a".repeat(60), approach: "b".repeat(60) });
      assert.notEqual(objectName({ ...long, [part]: "c".repeat(60) }, "server"), objectName(long, "server"));
      assert.equal(objectName(long, "server").length, 63);
    });
  }

  it("keep a long name's end, which tells roles apart", () => {
    const name = objectName(sampleScope({ stack: "a".repeat(100) }), "server");
    assert.match(name, /^ca-[a-z0-9]+-a+-separate-server$/);
  });
});

describe("rendering / image repositories", () => {
  it("tell whose image it is", () => {
    assert.equal(imageRepository(sampleScope(), "server"), "container-approaches/000000/separate/separate-server");
  });

  it("are valid for Docker at any stack's name", () => {
    fc.assert(
      fc.property(anyScope, serviceName, (scope, image) => {
        assert.match(imageRepository(scope, image), repository);
      }),
    );
  });

  it("differ between stacks, also between names that differ in case or punctuation only", () => {
    const names = ["dev", "Dev", "DEV", "dev-", "dev.", "dev..", "-dev", "dev_a", "dev.a", "dev._a"];
    const repositories = names.map((stack) => imageRepository(sampleScope({ stack }), "server"));
    assert.equal(new Set(repositories).size, names.length, repositories.join("\n"));
  });
});
