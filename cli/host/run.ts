import { execa } from "execa";
import { randomUUID } from "node:crypto";
import { commandLine } from "../../stacks/rendering/shell.ts";
import { copyClone, lockInMachine } from "../../toolchain/second-host/copy.ts";
import type { MachineFiles } from "../../toolchain/second-host/files.ts";
import { sshOf } from "../../toolchain/second-host/machine.ts";
import { cloneInMachine } from "../../toolchain/second-host/parts.ts";
import type { MachineRecord } from "../../toolchain/second-host/record.ts";
import { ensureToolchain } from "../../toolchain/setup.ts";
import type { Work } from "../../toolchain/work.ts";
import { projectVersion, versionVariable } from "../comparing/version.ts";
import { paceBy } from "../testing/pace.ts";

/**
 * Runs a command in the machine, in a copy of this clone that is brought up to date first.
 * @param shown runs a step and shows its progress
 * @returns the command's exit code; 255 if ssh itself fails
 */
export async function runInMachine(
  words: readonly string[],
  files: MachineFiles,
  record: MachineRecord,
  shown: (step: (work: Work) => Promise<void>) => Promise<unknown>,
  signal: AbortSignal,
): Promise<number> {
  const { pulumi } = await ensureToolchain({ engine: false, signal });
  if (pulumi === undefined) throw new Error("the toolchain was set up without Pulumi");
  await shown((work) => copyClone(work, files, record, pulumi));
  const { machine } = record.link;
  const ssh = sshOf(files);
  const pace = await paceBy(async (program) => (await execa(ssh, [machine, commandLine(program)])).stdout);
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  const group = `/run/container-approaches-${randomUUID()}`;
  // Of a terminal, the machine's own passes signals on.
  const inGroup = terminal
    ? commandLine(words)
    : `setsid --wait sh -c ${commandLine([`echo $$ >${group}; exec "$@"`, "run", ...words])}`;
  const variables = Object.entries({
    ...pace,
    [versionVariable]: await projectVersion(),
    TERM: process.env.TERM ?? "dumb",
  });
  const script = [
    `cd ${cloneInMachine}`,
    ...variables.map(([name, value]) => `export ${commandLine([`${name}=${value}`])}`),
    `exec flock --shared --close ${lockInMachine} ${inGroup}`,
  ].join("\n");
  const end = () => {
    void execa(ssh, [machine, `kill -INT -- "-$(cat ${group})"`], { reject: false });
  };
  signal.addEventListener("abort", end, { once: true });
  const { exitCode } = await execa(ssh, [...(terminal ? ["-t"] : []), machine, script], {
    stdio: "inherit",
    reject: false,
  });
  signal.removeEventListener("abort", end);
  if (!terminal) await execa(ssh, [machine, `rm -f ${group}`], { reject: false });
  return exitCode ?? 1;
}
