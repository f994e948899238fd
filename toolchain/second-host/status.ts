import { execa } from "execa";
import { existsSync } from "node:fs";
import path from "node:path";
import { shellQuote } from "../shell-env.ts";
import { machineFiles, type MachineFiles } from "./files.ts";
import { machinePid, sshOf } from "./machine.ts";
import { readRecord, type MachineRecord } from "./record.ts";
import { tlsPort } from "./seed.ts";

const askMs = 60_000;

/** What a machine says of itself. */
export interface GuestFacts {
  readonly kernel: string;
  readonly cgroupVersion: 1 | 2;
  readonly docker: string;
  readonly podman: string;
  /** Memory that its processes use, in MiB. */
  readonly usedMib: number;
}

/** Variables that name its Docker daemon, by the way to it. */
export interface Exports {
  readonly ssh: Readonly<Record<string, string>>;
  readonly tls: Readonly<Record<string, string>>;
}

/** The state of a clone's machine. */
export type MachineStatus =
  | { readonly state: "absent" }
  /** It was made and does not run: this host has restarted, or QEMU was ended. Or it is being started. */
  | { readonly state: "stopped" | "starting" }
  | ({ readonly state: "running"; readonly pid: number; readonly exports: Exports } & MachineRecord & {
        /** Undefined if it does not answer. */
        readonly guest?: GuestFacts;
        /** Of QEMU on this host, in MiB. */
        readonly residentMib: number;
      });

export async function machineStatus(files: MachineFiles = machineFiles()): Promise<MachineStatus> {
  const record = await readRecord(files);
  if (record === undefined) return { state: "absent" };
  const pid = await machinePid(files);
  if (pid === undefined) return { state: "stopped" };
  if (record.bootSeconds === undefined) return { state: "starting" };
  const [guest, residentMib] = await Promise.all([askGuest(files, record), residentOf(pid)]);
  const base = { state: "running", pid, ...record, exports: exportsOf(files, record), residentMib } as const;
  return guest === undefined ? base : { ...base, guest };
}

/** What to set so that docker, Pulumi and this project use the machine's daemon. */
export function exportsOf({ ssh, tls }: MachineFiles, { link }: MachineRecord): Exports {
  return {
    // Docker's clients take the ssh that is first on PATH.
    ssh: { PATH: `${path.join(ssh, "bin")}:${process.env.PATH ?? ""}`, DOCKER_HOST: `ssh://root@${link.machine}` },
    tls: { DOCKER_HOST: `tcp://${link.machine}:${tlsPort}`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: tls },
  };
}

/** The same as shell code. PATH stays the shell's own, with a folder in front. */
export function exportShell({ ssh }: MachineFiles, variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) =>
    name === "PATH"
      ? `export PATH=${shellQuote(path.join(ssh, "bin"))}:"$PATH"`
      : `export ${name}=${shellQuote(value)}`,
  );
  return `${lines.join("\n")}\n`;
}

const question = [
  "uname -r",
  "stat --file-system --format %T /sys/fs/cgroup",
  "docker version --format '{{.Server.Version}}'",
  "podman --version",
  "awk '/^MemTotal/ { t = $2 } /^MemAvailable/ { print int((t - $2) / 1024) }' /proc/meminfo",
].join("; ");

async function askGuest(files: MachineFiles, { link }: MachineRecord): Promise<GuestFacts | undefined> {
  if (!existsSync(sshOf(files))) return undefined;
  const { failed, stdout } = await execa(sshOf(files), [link.machine, question], { reject: false, timeout: askMs });
  return failed ? undefined : parseGuest(stdout);
}

/** Reads the answer to the question. @returns undefined if a line is missing */
export function parseGuest(text: string): GuestFacts | undefined {
  const [kernel, cgroup, docker, podman, used] = text.trim().split("\n");
  if (kernel === undefined || docker === undefined || podman === undefined || used === undefined) return undefined;
  return {
    kernel,
    cgroupVersion: cgroup === "cgroup2fs" ? 2 : 1,
    docker,
    podman: podman.replace("podman version ", ""),
    usedMib: Number(used),
  };
}

async function residentOf(pid: number): Promise<number> {
  const { stdout } = await execa("ps", ["-o", "rss=", "-p", String(pid)], { reject: false });
  return Math.round(Number(stdout.trim()) / 1024);
}
