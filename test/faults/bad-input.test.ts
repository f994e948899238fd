import { failsCleanly, faultyProject, type Faulty } from "./support.ts";

describe("bad input, reported before anything is created", function () {
  this.timeout(60_000);
  let faulty: Faulty;

  before(async () => {
    faulty = await faultyProject("bad-input");
  });
  after(() => faulty.project.remove());

  async function withConfig(
    config: Readonly<Record<string, string>>,
    words: readonly (string | RegExp)[],
  ): Promise<void> {
    const { stack } = faulty;
    for (const [key, value] of Object.entries(config)) await stack.configure(key, value);
    try {
      await failsCleanly(faulty, words);
    } finally {
      for (const key of Object.keys(config)) await stack.run(["config", "rm", key, "--stack", stack.name]);
    }
  }

  it("an unknown approach in the configuration: lists the known ones", () =>
    withConfig({ approaches: '["separate","solaris"]' }, ['no approach "solaris"', "Allowed: separate", "To do:"]));

  it("a stack that is named after no approach: lists the known ones", async () => {
    const other = await faultyProject("bad-stack", "solaris");
    try {
      await failsCleanly(other, ['no approach "solaris" (the stack\'s own name)', "Allowed: separate", "To do:"]);
    } finally {
      await other.project.remove();
    }
  });

  it("an unknown workload: lists the known ones", () =>
    withConfig({ workload: "doom" }, [
      'no workload "doom"',
      /Allowed: .*\bhello\b/,
      "To do: ./pulumiw config set workload",
    ]));

  it("an unknown key: lists the keys", () =>
    withConfig({ baseimage: "debian:12" }, [
      'an unknown key "baseimage"',
      "baseImage",
      "To do: ./pulumiw config rm baseimage",
    ]));

  for (const [key, value, allowed] of [
    ["approaches", "separate", 'a JSON list of distinct names, such as ["NAME", "ANOTHER"]'],
    ["allowPrivileged", "yes", "true, false"],
    ["environment", "staging", "development, production"],
    ["publishAddress", "localhost", "an IP address"],
    ["port", "80a", "a whole number from 1024 to 65535"],
    ["port", "70000", "a whole number from 1024 to 65535"],
    ["services", "3", 'a JSON object, such as {"NAME": {"replicas": 2}}'],
  ] as const) {
    it(`${key} = ${value}: tells what is allowed and where to change it`, () =>
      withConfig({ [key]: value }, [
        `Config "${key}" is "${value.replaceAll('"', '\\"')}"`,
        `Allowed: ${allowed}`,
        `./pulumiw config set ${key}`,
      ]));
  }

  it("replicas of an unknown service: lists the known ones", () =>
    withConfig({ services: '{"doom":{"replicas":2}}' }, [
      'Config "services" has "doom", which is no service of the workload hello',
      "Allowed: server, client",
      "To do: ./pulumiw config rm --path services.doom",
    ]));

  it("a number of replicas that is none: tells what is allowed and where to change it", () =>
    withConfig({ services: '{"server":{"replicas":0}}' }, [
      'Config "services.server.replicas" is 0',
      "Allowed: a whole number from 1 to 32",
      "To do: ./pulumiw config set --path services.server.replicas",
    ]));

  it("a base image that Docker cannot pull", () =>
    withConfig({ baseImage: "nowhere.invalid/none:1" }, [
      'Docker does not have the base image "nowhere.invalid/none:1" and cannot pull it',
      "Allowed:",
      "To do: ./pulumiw config set baseImage",
    ]));
});
