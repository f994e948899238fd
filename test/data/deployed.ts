import assert from "node:assert/strict";
import type { DockerClient } from "../../docker/client.ts";
import { runCli } from "../support/cli.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import type { Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";
import { dataProject, fillOddly } from "./support.ts";
import { digestScript, inVolumes } from "./volumes.ts";

const services = ["web", "keeper", "bystander"];
const names = ["archive", "store"];
const stacks = ["separate", "s6"];

/** The workload of these tests, deployed as separate; s6 is a stack that is not up. */
export class DeployedData {
  readonly project: Project;
  readonly #docker: DockerClient;
  /** An image with Python. */
  readonly #image: string;

  private constructor(project: Project, docker: DockerClient, image: string) {
    this.project = project;
    this.#docker = docker;
    this.#image = image;
  }

  /** Deploys, and fills the volumes. */
  static async make(): Promise<DeployedData> {
    const project = await dataProject("data", stacks);
    const up = await runCli(project, ["up", "separate"]);
    assert.equal(up.exitCode, 0, up.output);
    const docker = await testEngine();
    const image = await inspected<string>(docker, `ca-${project.instance}-separate-web`, ".Config.Image");
    const deployed = new DeployedData(project, docker, image);
    await deployed.inside("separate", fillOddly);
    return deployed;
  }

  async remove(): Promise<void> {
    for (const stack of stacks) {
      await this.destroy(stack);
      await this.succeeds("remove", stack, "--yes");
    }
    assert.deepEqual(await objectsOf(this.#docker, this.project.instance), []);
    await this.project.remove();
  }

  async destroy(stack: string): Promise<void> {
    await new TestStack(this.project, stack).destroy();
  }

  /** Runs a script in the volumes archive, at 0, and store, at 1; or in one of them, at 0. */
  async inside(stack: string, script: string, volumes: readonly string[] = names): Promise<string> {
    const fullNames = volumes.map((name) => `ca-${this.project.instance}-${stack}-keeping-${name}`);
    return inVolumes(this.#docker, this.#image, fullNames, script);
  }

  /** All that the volumes have, with the times of their own folders. */
  async digest(stack: string): Promise<string> {
    return this.inside(stack, `${digestScript}\nstat --format %y *`);
  }

  /** `npm run data` with these words. @returns its output */
  async succeeds(...words: string[]): Promise<string> {
    const { exitCode, output } = await runCli(this.project, ["data", ...words]);
    assert.equal(exitCode, 0, output);
    return output;
  }

  /** A UserError, after which the data is as it was, and no service was stopped. */
  async refuses(words: readonly string[], message: RegExp): Promise<void> {
    const before = [await this.digest("separate"), await this.started()];
    const { exitCode, output } = await runCli(this.project, ["data", ...words]);
    assert.equal(exitCode, 1, output);
    assert.match(output, message);
    assert.deepEqual([await this.digest("separate"), await this.started()], before);
  }

  async listed(stack: string): Promise<readonly Record<string, unknown>[]> {
    const output = await this.succeeds("list", stack, "--json");
    return JSON.parse(output.slice(output.indexOf("["))) as Record<string, unknown>[];
  }

  /** When the services web, keeper and bystander were started. */
  async started(): Promise<string[]> {
    return Promise.all(
      services.map((one) => inspected<string>(this.#docker, this.#container(one), ".State.StartedAt")),
    );
  }

  async allRun(): Promise<void> {
    for (const service of services)
      assert.equal(await inspected(this.#docker, this.#container(service), ".State.Running"), true, service);
  }

  #container(service: string): string {
    return `ca-${this.project.instance}-separate-${service}`;
  }
}
