import { execa } from "execa";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSystems } from "../../stacks/systems.ts";
import { usable } from "./systems.ts";

/**
 * Everything of a clone that is on this machine, one line each: objects of every system that can be used here, processes, network namespaces and links,
 * rules of the firewall, mounts, cgroups, files. Empty after a destroy, but for volumes with data.
 * @param instance of the clone's names and labels
 */
export async function leftBehind(instance: string): Promise<readonly string[]> {
  const each = await Promise.all([
    objects(instance),
    processes(instance),
    networks(instance),
    rules(instance),
    lines("mount", "/proc/self/mountinfo", instance),
    found("cgroup", "/sys/fs/cgroup", instance),
    found("file", "/run/container-approaches", instance),
    found("file", "/var/lib/container-approaches", instance),
  ]);
  return each.flat().sort();
}

async function objects(instance: string): Promise<readonly string[]> {
  const { all } = await openSystems();
  const owned = (await usable(all)).map(async (system) => {
    const those = await system.owned({ instance });
    return those.map(({ kind, name }) => `${kind} ${name} of ${system.name}`);
  });
  return (await Promise.all(owned)).flat();
}

/** Processes that an argument names an object of. */
async function processes(instance: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const each = pids.map(async (pid) => {
    const argv = await readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "");
    return argv.includes(`ca-${instance}-`) ? [`process ${pid} ${argv.replaceAll("\0", " ").slice(0, 200)}`] : [];
  });
  return (await Promise.all(each)).flat();
}

/** A link of a network has a name that is made of the network's, whose namespace is there as long as the link. */
async function networks(instance: string): Promise<readonly string[]> {
  const [links, namespaces] = await Promise.all([printed("ip", "-o", "link"), printed("ip", "netns", "list")]);
  const names = namespaces.map((line) => line.split(" ")[0] ?? "");
  const known = new Set(names.map((name) => `ca${createHash("sha256").update(name).digest("hex").slice(0, 10)}`));
  const ours = links.flatMap((line) => /^\d+: (ca[0-9a-f]{10})[@:]/.exec(line)?.[1] ?? []);
  return [
    ...names.filter((name) => name.includes(instance)).map((name) => `network namespace ${name}`),
    ...ours.filter((link) => !known.has(link)).map((link) => `link ${link} without a network`),
  ];
}

async function rules(instance: string): Promise<readonly string[]> {
  const tables = await Promise.all(["filter", "nat"].map((table) => printed("iptables", "--wait", "-t", table, "-S")));
  return tables.flat().flatMap((line) => (line.includes(instance) ? [`rule ${line}`] : []));
}

async function printed(file: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, exitCode } = await execa(file, args, { reject: false });
  return exitCode === 0 ? stdout.split("\n") : [];
}

async function lines(kind: string, file: string, instance: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8");
  return text.split("\n").flatMap((line) => (line.includes(`ca-${instance}-`) ? [`${kind} ${line}`] : []));
}

/** Names at most four folders below. */
async function found(kind: string, folder: string, instance: string): Promise<readonly string[]> {
  const names = await printed("find", folder, "-maxdepth", "4", "-name", `*${instance}*`);
  return names.filter(Boolean).map((name) => `${kind} ${name}`);
}
