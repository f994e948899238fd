import { execa } from "execa";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { controlArgv } from "../../../stacks/control/command.ts";
import { eventually } from "../eventually.ts";
import { root } from "./docker-program.ts";
import { pathWith } from "./fake-program.ts";

/**
 * Follows a log until its first line, then interrupts as a terminal does: every process of the group gets SIGINT.
 * @param folder prepended to PATH
 * @returns its output until then, and the commands of its group that are still running afterwards
 */
export async function followed(control: string, folder: string): Promise<{ said: string; left: string[] }> {
  const [command, ...args] = controlArgv(control, "logs", "--follow");
  const options = { cwd: root, env: { ...process.env, PATH: pathWith(folder) }, detached: true } as const;
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const group = child.pid ?? 0;
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  const ended = once(child, "exit");
  try {
    await eventually(
      () => {
        if (!said.includes("\n")) throw new Error("no line has come");
        return Promise.resolve();
      },
      { deadlineMs: 5_000 },
    );
  } finally {
    process.kill(-group, "SIGINT");
  }
  await ended;
  // Some processes may take a moment to end.
  await pause(200);
  return { said, left: await commandsOf(group) };
}

/** Commands of a group's processes, without zombies. */
async function commandsOf(group: number): Promise<string[]> {
  const { stdout } = await execa("ps", ["-A", "-o", "pgid=,stat=,args="]);
  const lines = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([pgid, state = "", ...words]) =>
    Number(pgid) === group && !state.startsWith("Z") ? [words.join(" ")] : [],
  );
}
