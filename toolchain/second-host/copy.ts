import { execa } from "execa";
import { Transform } from "node:stream";
import { UserError } from "../../errors/user-error.ts";
import { timeLeft } from "../progress/display.ts";
import type { Pulumi } from "../pulumi/distribution.ts";
import { shellQuote } from "../shell-env.ts";
import type { Work } from "../work.ts";
import type { MachineFiles } from "./files.ts";
import { sshOf } from "./machine.ts";
import { partsOf, type Part } from "./parts.ts";
import type { MachineRecord } from "./record.ts";

/** Folder of the machine with the key of each part that it has. */
const keys = "/var/lib/container-approaches-copy";

/** File of the machine that commands which run in the copy lock for sharing: it does not change under them. */
export const lockInMachine = "/run/container-approaches-copy.lock";

/** Brings what this clone's commands need into its machine, and what has changed since. @param pulumi of this host */
export async function copyClone(
  work: Work,
  files: MachineFiles,
  { link }: MachineRecord,
  pulumi: Pulumi,
): Promise<void> {
  const target = { ssh: sshOf(files), machine: link.machine };
  work.update("finds what has changed");
  const parts = await partsOf(work, pulumi);
  const asked = `mkdir -p ${keys}; cd ${keys}; for one in *; do [ ! -e "$one" ] || echo "$one $(cat "$one")"; done`;
  const present = new Set(
    (await execa(target.ssh, [target.machine, asked], { cancelSignal: work.signal })).stdout.split("\n"),
  );
  for (const part of parts) if (!present.has(`${fileOf(part)} ${part.key}`)) await send(work, target, part);
}

interface Target {
  readonly ssh: string;
  readonly machine: string;
}

function fileOf({ title }: Part): string {
  return title.replaceAll(/\W+/g, "-");
}

async function send(work: Work, { ssh, machine }: Target, part: Part): Promise<void> {
  const { title, key, from, names, to, before = ":", after = ":" } = part;
  work.update(`copies ${title} into the machine`);
  const cancelSignal = work.signal;
  const marker = shellQuote(`${keys}/${fileOf(part)}`);
  const unpack = [
    "set -e",
    `exec 9>${lockInMachine}`,
    "flock --exclusive --nonblock 9 || { echo 'another command runs in the copy of the clone, which has changed' >&2; exit 1; }",
    `rm -f ${marker}`,
    `mkdir -p ${to}`,
    `cd ${to}`,
    before,
    "tar -xf - --no-same-owner",
    after,
    `echo ${key} >${marker}`,
  ];
  const bytes = await sizeOf(part);
  const archive = execa("tar", ["-C", from, "-cf", "-", "--", ...names], {
    cancelSignal,
    reject: false,
    stdout: "pipe",
    buffer: { stdout: false },
  });
  const receiver = execa(ssh, [machine, unpack.join("\n")], { cancelSignal, reject: false });
  const began = Date.now();
  let sent = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      const share = Math.min(1, sent / bytes);
      const left = share < 0.1 ? "" : `, ${timeLeft(((Date.now() - began) * (1 - share)) / share)}`;
      work.detail(`${Math.round(share * 100)} % of ${Math.round(bytes / 1e6)} MB${left}`);
      done(undefined, chunk);
    },
  });
  archive.stdout.pipe(counter).pipe(receiver.stdin);
  // A receiver that has ended says why itself. What nothing reads any more would wait without end.
  void receiver.then(() => {
    archive.kill();
    archive.stdout.destroy();
  });
  receiver.stdin.on("error", () => archive.kill());
  const [written, received] = await Promise.all([archive, receiver]);
  work.signal.throwIfAborted();
  const failed = [received, written].find(({ failed: one }) => one);
  if (failed === undefined) return;
  throw new UserError({
    found: `The second host did not get ${title}: ${[failed.stderr.trim(), failed.shortMessage].find(Boolean) ?? ""}`,
    remedy:
      "wait for what runs there; npm run host -- status says how it is; npm run host -- down, and up, make another one.",
  });
}

async function sizeOf({ from, names }: Part): Promise<number> {
  const { stdout } = await execa("du", ["--summarize", "--total", "--block-size=1", "--", ...names], { cwd: from });
  return Number(stdout.split("\n").at(-1)?.split("\t")[0] ?? 1);
}
