import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../../stacks/config.ts";
import { checkDisk, checkNames, checkRequirements } from "../../../../stacks/plan/preflight.ts";
import { fakeDocker, silentDocker } from "../../../support/unit/fake-docker.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { containerLook, engineLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { rejectsWithUserError, throwsUserError } from "../../../support/unit/user-error.ts";

describe("an approach that needs privilege", () => {
  it("is refused unless the stack allows it", () => {
    throwsUserError(
      () => {
        checkRequirements([separate, bundle], parseConfig({}, "dev"), "dev");
      },
      {
        found: /^The approach bundle needs privilege, and the stack dev does not allow it\.$/,
        allowed: /^allowPrivileged: true/,
        remedy: /^pulumi config set allowPrivileged true --stack dev$/,
      },
    );
  });

  it("is refused in production even where the stack allows it", () => {
    const config = parseConfig({ allowPrivileged: "true", environment: "production" }, "dev");
    throwsUserError(
      () => {
        checkRequirements([bundle], config, "dev");
      },
      {
        found: /^The approach bundle needs privilege, and the stack dev has environment: production\.$/,
        allowed: /no privilege/,
        remedy: /environment development --stack dev$/,
      },
    );
  });

  it("passes where the stack allows it, and one that needs none always does", () => {
    checkRequirements([bundle], parseConfig({ allowPrivileged: "true" }, "dev"), "dev");
    checkRequirements([separate], parseConfig({ environment: "production" }, "dev"), "dev");
  });
});

describe("a container's name", () => {
  const rendering = separate.render(sampleWorkload({ services: [sampleService()] }), sampleSettings());
  const name = "ca-000000-separate-web";
  const check = (...containers: readonly ReturnType<typeof containerLook>[]) => {
    checkNames(rendering, sampleScope(), engineLook({ containers }));
  };

  it("is free, or taken by the deployment itself", () => {
    check();
    check(containerLook({ name }), foreignContainer());
  });

  for (const other of [foreignContainer({ name }), containerLook({ name, stack: "dev" })]) {
    it(`is refused where a container of ${other.stack === "" ? "nobody we know" : "another stack"} has it`, () => {
      throwsUserError(
        () => {
          check(other);
        },
        {
          found: new RegExp(`^A container named ${name} exists and does not carry`),
          allowed: /to be free/,
          remedy: new RegExp(`docker inspect ${name};.* docker rm --force ${name}$`),
        },
      );
    });
  }
});

describe("the engine's disk", () => {
  const variable = "CONTAINER_APPROACHES_MIN_FREE_BYTES";
  const docker = fakeDocker(() => tmpdir());
  let before: string | undefined;
  beforeEach(() => {
    before = process.env[variable];
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = before;
  });

  it("is refused where it has too little room for images that are to be built", async () => {
    process.env[variable] = String(2 ** 60);
    await rejectsWithUserError(checkDisk(["a:1", "b:2"], docker), {
      found: new RegExp(`^\\d+ MiB are free in ${tmpdir()}, .* and 2 images are to be built\\.$`),
      allowed: /^at least 1099511627776 MiB$/,
      remedy: /docker system df/,
    });
  });

  it("passes where it has enough", async () => {
    process.env[variable] = "1";
    await checkDisk(["a:1"], docker);
  });

  it("is not looked at where nothing is to be built, or where it is another machine's", async () => {
    process.env[variable] = String(2 ** 60);
    await checkDisk([], silentDocker());
    await checkDisk(["a:1"], silentDocker({ host: "ssh://me@far", source: "DOCKER_HOST" }));
  });

  it("passes where its folder cannot be seen from here", async () => {
    process.env[variable] = String(2 ** 60);
    const hidden = fakeDocker(() => "/no/such/folder");
    await checkDisk(["a:1"], hidden);
    assert.deepEqual(hidden.calls, [["info", "--format", "{{.DockerRootDir}}"]]);
  });
});
