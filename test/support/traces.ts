import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { controlContainer } from "./control.ts";
import type { Deployed } from "./deployed.ts";
import { containersOf } from "./deployment.ts";
import { formsIn, formsInStream, type Needle } from "./needles.ts";

/** Where a text was found, and in what form. */
export interface Traces {
  readonly found: readonly string[];
  /** Number of bytes that were searched, by place. */
  readonly searched: Readonly<Record<string, number>>;
}

/** A place, and what is read there. */
export type Look = readonly [place: string, stream: () => AsyncIterable<Buffer>];

/**
 * What a deployment leaves behind, on any system: in its containers' logs and facts, in its project's folder, the state and the build contexts
 * included, and in what Pulumi tells.
 * @param texts by their place, to search besides
 */
export async function placesOf(
  { deployment, project, stack }: Deployed,
  texts: Readonly<Record<string, string>>,
): Promise<readonly Look[]> {
  return [
    ...(await toldByContainers(deployment)),
    ...(await filesBelow(project.folder)).map((file): Look => [file, () => createReadStream(file)]),
    ...Object.entries(texts).map(([place, text]) => textLook(place, text)),
    ...(await toldByPulumi(stack)),
  ];
}

/** Searches places one after another, because images are large. */
export async function traced(looks: readonly Look[], needles: readonly Needle[]): Promise<Traces> {
  const found: string[] = [];
  const searched: Record<string, number> = {};
  for (const [place, stream] of looks) {
    const { forms, bytes } = await formsInStream(stream(), needles);
    found.push(...forms.map((form) => `${place}: ${form}`));
    searched[place] = bytes;
  }
  return { found, searched };
}

/** Asserts that a search has found nothing, and has read something in each of these places. */
export function assertNoTraces({ found, searched }: Traces, places: readonly string[]): void {
  assert.deepEqual(found, []);
  const read = Object.keys(searched).filter((place) => Number(searched[place]) > 0);
  for (const place of places)
    assert.ok(
      read.some((one) => one.includes(place)),
      `nothing was searched: ${place}`,
    );
}

async function toldByContainers(deployment: Deployed["deployment"]): Promise<Look[]> {
  const words = containersOf(deployment).flatMap((name) =>
    (["logs", "inspect"] as const).map((verb) => [name, verb] as const),
  );
  const told = words.map(async ([name, verb]): Promise<Look> => {
    return textLook(`${verb} of ${name}`, await controlContainer(deployment, name, verb));
  });
  return Promise.all(told);
}

/** What its commands say without the option that shows secrets; the previews must show no change. */
async function toldByPulumi(stack: Deployed["stack"]): Promise<Look[]> {
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
    told.push(textLook(`pulumi ${command.join(" ")}`, output));
  }
  return told;
}

/** A place that is a text. */
export function textLook(place: string, text: string): Look {
  return [place, () => bytesOf(text)];
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
