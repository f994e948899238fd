import { execa } from "execa";
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployed } from "./deployed.ts";
import { formsIn, formsInStream, type Needle } from "./needles.ts";
import { savedImages } from "./saved-images.ts";

/** Where a text was found, and in what form. */
export interface Traces {
  readonly found: readonly string[];
  /** Number of bytes that were searched, by place. */
  readonly searched: Readonly<Record<string, number>>;
}

type Look = readonly [place: string, stream: () => AsyncIterable<Buffer>];

/** What to search besides, and what not. */
export interface Scope {
  /** Texts by their place. */
  readonly texts: Readonly<Record<string, string>>;
  /**
   * Ids of images that were there before what is searched for. An id is the hash of all that an image contains, so they do not contain it:
   * they are inspected, and not searched layer by layer, which takes longer than all the rest.
   */
  readonly earlier: ReadonlySet<string>;
}

/** Searches all that a deployment leaves on Docker and in its project's folder, the state and the build contexts included. */
export async function tracesOf(
  needles: readonly Needle[],
  deployed: Pick<Deployed, "docker" | "instance" | "project" | "stack">,
  { texts, earlier }: Scope,
): Promise<Traces> {
  const looks = [
    ...(await onDocker(deployed, earlier)),
    ...(await filesBelow(deployed.project.folder)).map((file): Look => [file, () => createReadStream(file)]),
    ...Object.entries(texts).map(([place, text]): Look => [place, () => bytesOf(text)]),
    ...(await toldByPulumi(deployed)),
  ];
  return traced(looks, needles);
}

/** The same for what is on Docker only. */
export async function tracesOnDocker(
  needles: readonly Needle[],
  deployed: Pick<Deployed, "docker" | "instance">,
  earlier: Scope["earlier"],
): Promise<Traces> {
  return traced(await onDocker(deployed, earlier), needles);
}

async function traced(looks: readonly Look[], needles: readonly Needle[]): Promise<Traces> {
  const found: string[] = [];
  const searched: Record<string, number> = {};
  // One after another: images are large.
  for (const [place, stream] of looks) {
    const { forms, bytes } = await formsInStream(stream(), needles);
    found.push(...forms.map((form) => `${place}: ${form}`));
    searched[place] = bytes;
  }
  return { found, searched };
}

/** Ids of a deployment's images. */
export async function imageIds(deployed: Pick<Deployed, "docker" | "instance">): Promise<ReadonlySet<string>> {
  return new Set(await owned(deployed, "image", "ls", "--all", "--no-trunc"));
}

async function onDocker(
  deployed: Pick<Deployed, "docker" | "instance">,
  earlier: ReadonlySet<string>,
): Promise<Look[]> {
  const { docker } = deployed;
  const images = [...(await imageIds(deployed))];
  const added = images.filter((id) => !earlier.has(id));
  const others = [...(await owned(deployed, "volume", "ls")), ...(await owned(deployed, "network", "ls"))];
  return [
    // All at once: what they share comes once.
    ...(added.length === 0 ? [] : [savedLook(docker, added)]),
    ...images.map((id) => lookAt(docker, "history", "--no-trunc", id)),
    ...[...images, ...others].map((id) => lookAt(docker, "inspect", id)),
    ...(await onContainers(deployed)),
  ];
}

async function onContainers(deployed: Pick<Deployed, "docker" | "instance">): Promise<Look[]> {
  const ids = await owned(deployed, "ps", "--all");
  const commands = ["logs", "diff", "inspect"];
  return ids.flatMap((id) => commands.map((command) => lookAt(deployed.docker, command, id)));
}

async function owned({ docker, instance }: Pick<Deployed, "docker" | "instance">, ...list: readonly string[]) {
  const filter = ["--quiet", "--filter", `label=container-approaches.instance=${instance}`];
  return (await docker.run([...list, ...filter])).split("\n").filter(Boolean);
}

function lookAt({ argv }: Pick<Deployed["docker"], "argv">, ...args: readonly string[]): Look {
  return [`docker ${args.join(" ")}`, () => outputOf(argv, args)];
}

function savedLook({ argv }: Pick<Deployed["docker"], "argv">, ids: readonly string[]): Look {
  return [`docker save ${ids.join(" ")}`, () => savedImages(argv, ids)];
}

/** What its commands say without the option that shows secrets; the previews must show no change. */
async function toldByPulumi({ stack }: Pick<Deployed, "stack">): Promise<Look[]> {
  const commands = [
    ["stack", "export"],
    ["stack", "output", "--json"],
    ["config", "--json"],
    ["stack", "history", "--json"],
    ["preview", "--diff", "--expect-no-changes"],
    ["preview", "--json", "--expect-no-changes"],
  ];
  const told: Look[] = [];
  for (const command of commands) {
    const { exitCode, output } = await stack.run([...command, "--stack", stack.name]);
    assert.equal(exitCode, 0, `pulumi ${command.join(" ")}: ${output}`);
    told.push([`pulumi ${command.join(" ")}`, () => bytesOf(output)]);
  }
  return told;
}

async function* outputOf([program = "", ...before]: readonly string[], args: readonly string[]): AsyncIterable<Buffer> {
  const child = execa(program, [...before, ...args], { all: true, buffer: false, encoding: "buffer" });
  for await (const chunk of child.iterable({ from: "all", binary: true })) yield Buffer.from(chunk);
}

async function* bytesOf(text: string): AsyncIterable<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

/** Links are left out: what they lead to is no part of the project. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Watches the arguments of all processes of this machine. */
export interface ProcessWatch {
  /** Ends it. @returns commands that have one of the needles, with the form, and how many looks there were */
  stop(): Promise<{ readonly found: readonly string[]; readonly looks: number }>;
}

export function watchProcesses(needles: readonly Needle[]): ProcessWatch {
  const found = new Set<string>();
  const state = { stopped: false, looks: 0 };
  const watching = (async () => {
    while (!state.stopped) {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const texts = pids.map((pid) => readFile(`/proc/${pid}/cmdline`).catch(() => Buffer.alloc(0)));
      for (const words of await Promise.all(texts))
        for (const form of formsIn(words, needles)) found.add(`${words.toString().split("\0", 1)[0] ?? ""}: ${form}`);
      state.looks += 1;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  return {
    async stop() {
      state.stopped = true;
      await watching;
      return { found: [...found], looks: state.looks };
    },
  };
}
