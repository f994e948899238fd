import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig } from "../../../stacks/config.ts";
import type { Approach } from "../../../stacks/contract.ts";
import { Deployment, deployAll, outputsByApproach } from "../../../stacks/deployment.ts";
import { outputsSchema } from "../../../stacks/outputs-schema.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";
import { planStack, type Planned } from "../../../stacks/plan/stack.ts";
import { grantingConfig } from "../../../stacks/requirements.ts";
import { made, mockPulumi, type Made } from "../../support/unit/mocked-pulumi.ts";
import { paperSystem } from "../../support/unit/paper-system.ts";
import { promiseOf } from "../../support/unit/promise-of.ts";
import { ownWorkload, registered } from "../../support/unit/subjects.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const validate = new Ajv({ strict: true, allErrors: true }).compile(outputsSchema);
const system = paperSystem();

for (const approach of registered) {
  describe(`a second system, made up by the tests, with ${approach.name}`, () => {
    const folder = useTemporaryFolder();

    async function plan(): Promise<Planned> {
      const [planned, ...more] = await plansOf([approach], folder());
      assert.ok(planned);
      assert.deepEqual(more, []);
      return planned;
    }
    async function deployed(): Promise<Planned & { readonly result: Made<Deployment> }> {
      const planned = await plan();
      const create = await planned.system.creator();
      return { ...planned, result: await made((opts) => new Deployment(planned.plan, create, opts)) };
    }

    it("has every part of the rendering created by the system, and nothing else", async () => {
      const { plan: planned, result } = await deployed();
      const { networks, volumes, images, containers } = planned.rendering;
      const commands = result.registered.filter(({ type }) => type === "command:local:Command");
      assert.equal(commands.length, networks.length + volumes.length + images.length + containers.length + 1);
      assert.equal(result.registered.length, commands.length + 1, "and the component itself");
      for (const container of containers) {
        const { inputs } = commands.find(({ name }) => name === `${approach.name}-${container.name}`) ?? assert.fail();
        assert.deepEqual(JSON.parse(String(inputs.create).slice("paper write ".length)), container);
      }
    });

    it("has outputs that the schema allows, once all is created", async () => {
      const { result, plan: planned } = await deployed();
      const output = await promiseOf(result.component.output);
      assert.deepEqual(output, planned.output);
      const outputs = {
        schemaVersion,
        instance: "000000",
        url: output.entry.url,
        deployments: { [approach.name]: output },
      };
      assert.ok(validate(outputs), JSON.stringify(validate.errors));
    });

    it("gets only its own control commands", async () => {
      const { output, rendering } = (await plan()).plan;
      for (const { fullName } of rendering.containers)
        assert.deepEqual(
          [output.containers[fullName]?.system, output.containers[fullName]?.control],
          ["paper", `paper ask ${fullName}`],
        );
      for (const { replicas } of Object.values(output.services))
        for (const { container, control } of replicas) assert.ok(control.includes(`paper ask ${container}`), control);
      const texts = [...Object.values(output.verifications), JSON.stringify(output.services)];
      for (const text of texts) assert.doesNotMatch(text, /docker/i);
    });

    it("warns of what it cannot honour, once for each container", async () => {
      const { output, rendering } = (await plan()).plan;
      assert.deepEqual(
        output.warnings.slice(rendering.warnings.length),
        rendering.containers.map(({ name }) => `${name}: paper has no memory limits`),
      );
      assert.deepEqual(output.warnings.slice(0, rendering.warnings.length), rendering.warnings);
    });
  });
}

describe("two systems in one stack", () => {
  const folder = useTemporaryFolder();

  it("each create their own deployments, and are loaded once", async () => {
    let loaded = 0;
    const created: string[] = [];
    const other = {
      ...paperSystem(),
      name: "slate",
      control: (container: string) => `slate ask ${container}`,
      creator: async () => {
        loaded += 1;
        const create = await system.creator();
        return (...[plan, parent, secrets]: Parameters<typeof create>) => {
          created.push(plan.scope.approach);
          return create(plan, parent, secrets);
        };
      },
    };
    const [first, second, third] = registered;
    assert.ok(first && second && third);
    const planned = await plansOf([first, second, third], folder(), (approach) =>
      approach === first ? system : other,
    );
    await mockPulumi();
    const outputs = outputsByApproach(await deployAll(planned));
    assert.deepEqual(Object.keys(outputs), [first.name, second.name, third.name]);
    for (const [name, output] of Object.entries(outputs)) {
      const { containers } = await promiseOf(output);
      for (const container of Object.values(containers))
        assert.equal(container.system, name === first.name ? "paper" : "slate");
    }
    assert.deepEqual([loaded, created], [1, [second.name, third.name]]);
  });
});

/** Plans a stack of hello with these approaches. */
async function plansOf(
  approaches: readonly Approach[],
  folder: string,
  systemOf: (approach: Approach) => typeof system = () => system,
): Promise<Planned[]> {
  const granted = Object.assign({}, ...approaches.map(grantingConfig)) as Record<string, string>;
  return planStack({
    known: [],
    instance: "000000",
    stack: "dev",
    config: parseConfig(granted, "dev"),
    approaches,
    workload: await ownWorkload("hello"),
    systemOf,
    baseImages: [],
    contextFolder: join(folder, "contexts"),
  });
}
