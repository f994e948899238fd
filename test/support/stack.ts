import { execa } from "execa";
import assert from "node:assert/strict";
import type { StackOutputs } from "../../stacks/outputs.ts";
import type { StateResource } from "../../stacks/systems/contract.ts";
import type { Project } from "./project.ts";

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | undefined;
  /** Both streams, in the order of arrival. */
  readonly output: string;
}

/** What Pulumi does to a resource. */
export interface Step {
  /** Such as `create`, `update`, `delete`; `replace` and others with that word of one that is replaced. */
  readonly op: string;
  readonly type: string;
  /** Of the resource. */
  readonly name: string;
}

/** A Pulumi stack in a project, used through the command line, as users do. */
export class TestStack {
  readonly project: Project;
  readonly name: string;

  constructor(project: Project, name: string) {
    this.project = project;
    this.name = name;
  }

  /** Creates the stack, with configuration. */
  async init(config: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#must(["stack", "init", this.name, "--no-select"]);
    for (const [key, value] of Object.entries(config)) await this.configure(key, value);
  }

  async configure(key: string, value: string): Promise<void> {
    await this.#must(["config", "set", "--stack", this.name, key, value]);
  }

  /** Sets a secret of the workload. */
  async configureSecret(name: string, value: string): Promise<void> {
    await this.#must(["config", "set", "--stack", this.name, "--secret", "--path", `secrets.${name}`, value]);
  }

  /** Configures the number of replicas of a service. */
  async scale(service: string, replicas: number): Promise<void> {
    const key = `services.${service}.replicas`;
    await this.#must(["config", "set", "--stack", this.name, "--path", key, String(replicas)]);
  }

  /** Deploys; if that fails, the test fails with Pulumi's output. */
  async up(...options: readonly string[]): Promise<string> {
    return this.#must(["up", "--stack", this.name, "--yes", "--skip-preview", "--suppress-outputs", ...options]);
  }

  /** What the next `up` would change. */
  async previewed(): Promise<readonly Step[]> {
    const { stdout } = await execa("pulumi", ["preview", "--json", "--stack", this.name], this.#options());
    const { steps } = JSON.parse(stdout) as { steps: readonly { readonly op: string; readonly urn: string }[] };
    return steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => {
        const [, , types = "", name = ""] = urn.split("::");
        return { op, type: types.slice(types.lastIndexOf("$") + 1), name };
      });
  }

  async refresh(): Promise<string> {
    return this.#must(["refresh", "--stack", this.name, "--yes", "--skip-preview"]);
  }

  async destroy(): Promise<string> {
    return this.#must(["destroy", "--stack", this.name, "--yes", "--skip-preview"]);
  }

  async outputs(): Promise<StackOutputs> {
    const { stdout } = await execa("pulumi", ["stack", "output", "--json", "--stack", this.name], this.#options());
    return JSON.parse(stdout) as StackOutputs;
  }

  /** Number of resources in the state, without the stack itself and providers. */
  async resourceCount(): Promise<number> {
    return (await this.resources()).filter(({ type }) => !type.startsWith("pulumi:")).length;
  }

  /** All that the state has. */
  async resources(): Promise<readonly StateResource[]> {
    const { stdout } = await execa("pulumi", ["stack", "export", "--stack", this.name], this.#options());
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly StateResource[] } };
    return deployment.resources ?? [];
  }

  /** Runs a Pulumi command, with any exit code. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const options = { ...this.#options(), env: { ...this.project.env, ...env }, reject: false, all: true } as const;
    const { exitCode, all } = await execa("pulumi", [...args, "--non-interactive"], options);
    return { exitCode, output: all };
  }

  async #must(args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(args);
    assert.equal(exitCode, 0, `pulumi ${args.join(" ")} failed:\n${output}`);
    return output;
  }

  #options() {
    return { cwd: this.project.folder, env: this.project.env, extendEnv: false } as const;
  }
}
