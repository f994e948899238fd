import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { hostAndPort } from "../../addresses.ts";
import type { CommonTools, Tools } from "../../tools.ts";

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
export async function deployed(deployer: Deployer, { host }: Pick<CommonTools, "host">): Promise<number> {
  const begun = performance.now();
  await deployer.up();
  const order = { ...hostAndPort(deployer.address), seconds: answersSeconds };
  const { at } = await host.ask<{ readonly at: number | null }>("await-answer", order);
  if (at === null)
    throw new Error(`${deployer.title}: nothing answered at ${deployer.address} within ${answersSeconds} s`);
  return performance.now() - begun;
}

/** Deploys again. @returns its time in milliseconds @throws if it replaces a container */
export async function again(deployer: Deployer, { containers }: Pick<CommonTools, "containers">): Promise<number> {
  const ids = async () =>
    (await Promise.all(deployer.containers.map((name) => containers.state(name)))).map(({ id }) => id);
  const before = await ids();
  const begun = performance.now();
  await deployer.up();
  const took = performance.now() - begun;
  if (before.join() !== (await ids()).join()) throw new Error(`${deployer.title}: the second up replaced containers`);
  return took;
}

/** Removes all of it. @param left throws if anything is left @returns its time in milliseconds */
export async function removed(deployer: Deployer, left: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await deployer.down();
  const took = performance.now() - begun;
  await left();
  return took;
}

/** @throws Error if Docker has anything of it */
export async function leftInDocker(deployer: Deployer, { docker }: Pick<Tools, "docker">): Promise<void> {
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
}
