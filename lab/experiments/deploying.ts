import type { Experiment, Observations } from "../contract.ts";
import { containersOf, entryAddress } from "../deployment.ts";
import { without } from "../instruments/missing.ts";
import type { CommonTools, Subject, Tools } from "../tools.ts";
import { prepareCompose } from "./deploying/compose-program.ts";
import { composeProject } from "./deploying/compose-project.ts";
import { again, deployed, leftInDocker, removed, type Deployer } from "./deploying/deployer.ts";

export const deploying: Experiment = {
  name: "deploying",
  title: "Deploying",
  question: "How long does deploying take with Pulumi and with docker compose?",
  method:
    "pulumi destroy removes the deployment, pulumi up without a preview deploys it, and pulumi up runs once more with nothing to change. Then docker compose does the same with a file made from the same rendering: up, up again, down with its images. Each time is that of the command, and both tools wait until every health check passes; up also counts until the entry answers. Layers are in Docker's build cache. The cell fails if the second up replaces a container, or if a removal leaves anything.",
  excludes:
    "Downloading packages and setting up the tools. docker compose is an installed plugin, or is built from Go modules before anything is measured.",
  // Both tools differ by much more than their rounds: smallest and largest of two are enough, and each takes long.
  kind: "categorical",
  about: ["entry"],
  besideOthers: false,
  begins: "resumed",
  long: true,
  prepare: prepareCompose,
  figures: {
    "pulumi.up": { title: "pulumi up", unit: "ms", better: "lower" },
    "pulumi.noop": { title: "pulumi up with nothing to change", unit: "ms", better: "lower" },
    "pulumi.destroy": { title: "pulumi destroy", unit: "ms", better: "lower" },
    "compose.up": { title: "docker compose up", unit: "ms", better: "none" },
    "compose.noop": { title: "docker compose up with nothing to change", unit: "ms", better: "none" },
    "compose.down": { title: "docker compose down", unit: "ms", better: "none" },
  },
  async elsewhere(subject, tools) {
    const values = await withPulumi(pulumiDeployer(subject, tools), tools, () => leftOf(subject, tools));
    return { values, missing: without(["compose.up", "compose.noop", "compose.down"], noCompose) };
  },
  async run(subject, tools) {
    const pulumi = pulumiDeployer(subject, tools);
    const values = await withPulumi(pulumi, tools, () => leftInDocker(pulumi, tools));
    await tools.containers.freeze();
    return { values: { ...values, ...(await withCompose(subject, tools)) } };
  },
};

const noCompose = "docker compose deploys to Docker alone.";

async function withPulumi(pulumi: Deployer, tools: CommonTools, left: () => Promise<void>) {
  return {
    "pulumi.destroy": await removed(pulumi, left),
    "pulumi.up": await deployed(pulumi, tools),
    "pulumi.noop": await again(pulumi, tools),
  };
}

/** @throws Error if a container is still there */
async function leftOf({ deployment }: Subject, { controlContainer }: CommonTools): Promise<void> {
  for (const name of containersOf(deployment)) {
    const { exitCode } = await controlContainer(name, "inspect");
    if (exitCode === 0) throw new Error(`pulumi left something: the container ${name} is still there`);
  }
}

function pulumiDeployer({ deployment, project, stack }: Subject, { signal }: CommonTools): Deployer {
  return {
    title: "pulumi",
    stack: { instance: project.instance, name: stack },
    address: entryAddress(deployment),
    containers: containersOf(deployment),
    up: () => project.up(stack, signal),
    down: () => project.destroy(stack, signal),
  };
}

async function withCompose(subject: Subject, tools: Tools): Promise<Observations["values"]> {
  const compose = await composeProject(subject, tools);
  try {
    const up = await deployed(compose, tools);
    const noop = await again(compose, tools);
    return {
      "compose.up": up,
      "compose.noop": noop,
      "compose.down": await removed(compose, () => leftInDocker(compose, tools)),
    };
  } catch (error) {
    await compose.down().catch(() => undefined);
    throw error;
  }
}
