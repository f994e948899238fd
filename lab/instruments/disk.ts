import { execa } from "execa";
import { existsSync } from "node:fs";

/** Bytes that files and folders of this machine take on its disk, links to the same file counted once. @returns undefined if one is not here */
export async function bytesOnDisk(paths: readonly string[]): Promise<number | undefined> {
  const all = [...new Set(paths)];
  if (all.length === 0 || !all.every((path) => existsSync(path))) return undefined;
  const { stdout } = await execa("du", ["--summarize", "--one-file-system", "--block-size=1", "--total", ...all]);
  return Number.parseInt(stdout.split("\n").at(-1) ?? "", 10);
}
