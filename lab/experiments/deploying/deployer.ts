import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { hostAndPort } from "../../addresses.ts";
import type { Tools } from "../../tools.ts";

/** A tool with the deployment that it creates and removes. */
export interface Deployer {
  readonly title: string;
  /** Values of the owner labels of all its objects. */
  readonly stack: { readonly instance: string; readonly name: string };
  /** Where the entry is published, as `host:port`. */
  readonly address: string;
  /** Names of the containers. */
  readonly containers: readonly string[];
  /** Resolves when every health check passes. */
  up(): Promise<unknown>;
  down(): Promise<unknown>;
}

const answersSeconds = 60;

/** Deploys. @returns time until the entry answers, in milliseconds */
export async function deployed(deployer: Deployer, { host }: Pick<Tools, "host">): Promise<number> {
  const begun = performance.now();
  await deployer.up();
  const order = { ...hostAndPort(deployer.address), seconds: answersSeconds };
  const { at } = await host.ask<{ readonly at: number | null }>("await-answer", order);
  if (at === null)
    throw new Error(`${deployer.title}: nothing answered at ${deployer.address} within ${answersSeconds} s`);
  return performance.now() - begun;
}

/** Deploys again. @returns its time in milliseconds @throws if it replaces a container */
export async function again(deployer: Deployer, { containers }: Pick<Tools, "containers">): Promise<number> {
  const ids = async () =>
    (await Promise.all(deployer.containers.map((name) => containers.state(name)))).map(({ Id }) => Id);
  const before = await ids();
  const begun = performance.now();
  await deployer.up();
  const took = performance.now() - begun;
  if (before.join() !== (await ids()).join()) throw new Error(`${deployer.title}: the second up replaced containers`);
  return took;
}

/** Removes all of it. @returns its time in milliseconds @throws if anything is left */
export async function removed(deployer: Deployer, { docker }: Pick<Tools, "docker">): Promise<number> {
  const begun = performance.now();
  await deployer.down();
  const took = performance.now() - begun;
  const { instance, name } = deployer.stack;
  const labels = [`instance=${instance}`, `stack=${name}`].flatMap((one) => [
    "--filter",
    `label=${labelPrefix}.${one}`,
  ]);
  for (const kind of [
    ["ps", "--all"],
    ["network", "ls"],
    ["image", "ls"],
  ]) {
    const left = await docker.run([...kind, "--quiet", ...labels]);
    if (left.trim() !== "") throw new Error(`${deployer.title} left something: ${kind.join(" ")} shows ${left.trim()}`);
  }
  return took;
}
