import { execa } from "execa";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Match } from "../../cli/data/matching.ts";
import { checkArchive } from "../../cli/data/read-archive.ts";
import type { DockerClient } from "../../docker/client.ts";
import type { VolumePlan } from "../../stacks/contract.ts";
import type { DataRoom } from "../../stacks/systems/data-room.ts";
import type { CopierTask } from "./copier.ts";
import { digestScript, inVolumes, roomOf } from "./volumes.ts";

const root = resolve(import.meta.dirname, "../..");

/** What is killed: the command, the helper container, or both. */
export const victims = ["command", "helper", "both"] as const;
type Victim = (typeof victims)[number];

/** What the copier does. */
export type Errand = Pick<CopierTask, "file" | "backup" | "restore">;

/** Where lanes are. */
export interface Place {
  readonly docker: DockerClient;
  readonly image: string;
  readonly instance: string;
}

/** A stack with two volumes, and commands that copy them. */
export class Lane {
  readonly room: DataRoom;
  readonly #place: Place;
  readonly #stack: string;
  readonly #plans: readonly VolumePlan[];

  private constructor(place: Place, stack: string, room: DataRoom, plans: readonly VolumePlan[]) {
    this.#place = place;
    this.#stack = stack;
    this.#plans = plans;
    this.room = room;
  }

  /** Creates its volumes. */
  static async make(place: Place, stack: string, names: readonly string[]): Promise<Lane> {
    const { instance, image } = place;
    const room = await roomOf({ instance, stack }, image);
    const plans = names.map((name): VolumePlan => {
      const fullName = `ca-${instance}-${stack}-${name}`;
      return { name, fullName, owner: { uid: 0, gid: 0 }, mode: 0o755, holds: "data" };
    });
    await room.create({ instance, stack, approach: "a", workload: "keeping" }, plans);
    return new Lane(place, stack, room, plans);
  }

  async remove(): Promise<void> {
    await this.room.remove(this.#volumes);
  }

  /** Runs a script in its volumes. */
  async inside(script: string): Promise<string> {
    return inVolumes(this.#place.docker, this.#place.image, this.#volumes, script);
  }

  async digest(): Promise<string> {
    return this.inside(digestScript);
  }

  /** The data of a backup, onto its volumes. */
  async restoreOf(file: string): Promise<Errand> {
    const { volumes } = await checkArchive(file, new AbortController().signal);
    const restore = volumes.map((archived): Match => {
      const plan = this.#plans.find(({ name }) => name === archived.name) ?? assert.fail(archived.name);
      return { archived, plan };
    });
    return { file, restore };
  }

  /** @returns its duration, in milliseconds */
  async copies(errand: Errand): Promise<number> {
    const { child, begun } = this.#start(errand);
    await begun;
    const started = Date.now();
    const { exitCode, stderr } = await child;
    assert.equal(exitCode, 0, stderr);
    return Date.now() - started;
  }

  /** @param ms after which it is killed @returns whether it had not ended yet */
  async isKilled(errand: Errand, ms: number, victim: Victim): Promise<boolean> {
    const { child, begun } = this.#start(errand);
    await begun;
    await pause(ms);
    const early = child.exitCode === null;
    if (victim !== "helper") child.kill("SIGKILL");
    if (victim !== "command") await this.#killHelpers();
    await child;
    return early;
  }

  /** Helper containers, in any state. */
  async helpers(...options: readonly string[]): Promise<string[]> {
    const { docker, instance } = this.#place;
    const labels = [`container-approaches.instance=${instance}`, `container-approaches.stack=${this.#stack}`];
    const filters = [...labels, "container-approaches.helper"].flatMap((one) => ["--filter", `label=${one}`]);
    return (await docker.run(["ps", "--quiet", ...options, ...filters])).split("\n").filter(Boolean);
  }

  async #killHelpers(): Promise<void> {
    const ids = await this.helpers();
    // It may end by itself meanwhile.
    if (ids.length > 0) await this.#place.docker.attempt(["kill", ...ids]);
  }

  #start(errand: Errand) {
    const { instance, image } = this.#place;
    const owner = { instance, stack: this.#stack };
    const task: CopierTask = { owner, image, partial: `${errand.file}.partial-${this.#stack}`, ...errand };
    const args = ["--import", "tsx", "test/data/copier.ts", JSON.stringify(task)];
    const child = execa(process.execPath, args, { cwd: root, reject: false });
    const begun = new Promise((done) => child.stdout.once("data", done).once("end", done));
    return { child, begun };
  }

  get #volumes(): readonly string[] {
    return this.#plans.map(({ fullName }) => fullName);
  }
}
