import assert from "node:assert/strict";
import { chosenDeployment, currentDeployments, parseTarget } from "../../../cli/control/deployed.ts";
import { requested } from "../../../cli/control/request.ts";
import { approachNames, approachesNamed } from "../../../stacks/approaches.ts";
import { controlArgv } from "../../../stacks/control/command.ts";
import { schemaVersion, type DeploymentOutput } from "../../../stacks/outputs.ts";
import { planned } from "../../support/unit/plans.ts";
import { ownWorkload } from "../../support/unit/subjects.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("ctl", () => {
  let deployment: DeploymentOutput;
  before(async () => {
    const [approach] = approachesNamed([approachNames[0] ?? ""], "a test");
    assert.ok(approach);
    deployment = planned(approach, await ownWorkload("hello")).output;
  });
  const asked = (...words: string[]) => requested(deployment, "server", words[0] ?? "", words.slice(1));
  const argv = (...words: string[]) => asked(...words).commands[0]?.argv;
  const control = (...words: string[]) => controlArgv(deployment.services.server?.replicas[0]?.control ?? "", ...words);

  it("runs the service's control command with the verb and further words", () => {
    for (const verb of ["status", "restart", "stop", "start", "pid", "logs"] as const) {
      assert.deepEqual(argv(verb), control(verb));
    }
    assert.deepEqual(argv("exec", "ls", "-l"), control("exec", "ls", "-l"));
    assert.deepEqual(argv("logs", "-f"), control("logs", "--follow"));
  });

  for (const name of ["HUP", "SIGHUP", "sighup", "hup"]) {
    it(`takes the signal ${name} as HUP`, () => {
      assert.deepEqual(argv("signal", name), control("signal", "HUP"));
    });
  }

  for (const words of [
    ["status", "x"],
    ["signal"],
    ["signal", "a b"],
    ["signal", "HUP", "x"],
    ["exec"],
    ["logs", "--tail"],
  ]) {
    it(`refuses ${words.join(" ")}, and lists what the verb takes`, () => {
      throwsUserError(() => argv(...words), {
        found: new RegExp(`^(?:${words[0] ?? ""} needs more words\\.|Words after ${words[0] ?? ""}: .+)$`),
        allowed: /\w/,
        remedy: /npm run ctl -- STACK SERVICE/,
      });
    });
  }

  it("refuses an unknown service or verb, and lists the known ones", () => {
    throwsUserError(() => requested(deployment, "toString", "status", []), {
      found: /^There is no service "toString"\.$/,
      allowed: /^server, client$/,
      remedy: /use one/,
    });
    throwsUserError(() => argv("kill"), { found: /no verb "kill"/, allowed: /status, logs/, remedy: /use one/ });
  });

  describe("of a service with several replicas", () => {
    const replica = (container: string) => ({ container, control: `ask ${container}` });
    const services = () => ({
      web: { replicas: [replica("one"), replica("two")], image: "", networks: [] },
      db: { replicas: [replica("db")], image: "", networks: [] },
    });
    const asked = (name: string, ...[verb = "status", ...words]: string[]) =>
      requested({ ...deployment, services: services() }, name, verb, words);

    it("controls the replica with the given number", () => {
      const one = (name: string, container: string) => ({
        verb: "pid",
        commands: [{ name, argv: controlArgv(`ask ${container}`, "pid") }],
      });
      assert.deepEqual(asked("web/2", "pid"), one("web/2", "two"));
      assert.deepEqual(asked("web/1", "pid"), one("web/1", "one"));
      assert.deepEqual(asked("db/1", "pid"), one("db", "db"));
      assert.deepEqual(asked("db", "pid"), one("db", "db"));
    });

    it("controls all of them without a number, in their order", () => {
      for (const [verb, ...words] of [["status"], ["logs", "--follow"], ["stop"], ["signal", "HUP"]] as const) {
        assert.deepEqual(asked("web", verb, ...words), {
          verb,
          commands: [
            { name: "web/1", argv: controlArgv("ask one", verb, ...words) },
            { name: "web/2", argv: controlArgv("ask two", verb, ...words) },
          ],
        });
      }
    });

    for (const words of [["pid"], ["exec", "ls", "-l"]]) {
      it(`refuses ${words[0] ?? ""} without a number, and lists them`, () => {
        throwsUserError(() => asked("web", ...words), {
          found: new RegExp(`^The service web has 2 replicas, and ${words[0] ?? ""} is for one\\.$`),
          allowed: /^web\/1, web\/2$/,
          remedy: new RegExp(`^npm run ctl -- STACK web/1 ${words.join(" ")}$`),
        });
      });
    }

    for (const name of [
      "web/3",
      "web/0",
      "web/",
      "web/-1",
      "web/01",
      "web/1/1",
      "web/one",
      "web/1.5",
      "/1",
      "toString/1",
    ]) {
      it(`refuses ${name}, and lists the known ones`, () => {
        throwsUserError(() => asked(name), {
          found: new RegExp(`^There is no service "${name}"\\.$`),
          allowed: /^web\/1, web\/2, db$/,
          remedy: /use one/,
        });
      });
    }
  });

  it("takes a stack, or a stack and an approach", () => {
    assert.deepEqual(parseTarget("dev"), { stack: "dev", approach: undefined });
    assert.deepEqual(parseTarget("dev/pod"), { stack: "dev", approach: "pod" });
    for (const bad of ["", "/", "dev/", "/pod", "a/b/c"]) {
      throwsUserError(() => parseTarget(bad), { found: /^The target is/, allowed: /STACK/, remedy: /lists/ });
    }
  });

  it("refuses a stack with several deployments, and lists them", () => {
    const several = { a: deployment, b: { ...deployment, warnings: ["b"] } };
    assert.equal(chosenDeployment({ a: deployment }, parseTarget("dev")), deployment);
    assert.deepEqual(chosenDeployment(several, parseTarget("dev/b")).warnings, ["b"]);
    const expected = { found: /has 2 deployments/, allowed: /^dev\/a, dev\/b$/, remedy: /use one/ };
    throwsUserError(() => chosenDeployment(several, parseTarget("dev")), expected);
    throwsUserError(() => chosenDeployment(several, parseTarget("dev/toString")), {
      ...expected,
      found: /no deployment "toString"/,
    });
  });
});

describe("what ctl reads of a stack", () => {
  const deployments = {};

  it("is its deployments, if this release wrote them", () => {
    assert.equal(currentDeployments(deployments, schemaVersion, "dev"), deployments);
  });

  for (const [version, said] of [
    [1, "1"],
    [3, "3"],
    [undefined, "unknown"],
  ] as const) {
    it(`is refused if the outputs have version ${said}, with the command that takes the stack over`, () => {
      throwsUserError(() => currentDeployments(deployments, version, "dev"), {
        found: new RegExp(`^Another release of this project deployed the stack dev: .* version ${said}\\.$`),
        allowed: /^version 2$/,
        remedy: /^npm run up -- dev, /,
      });
    });
  }
});
