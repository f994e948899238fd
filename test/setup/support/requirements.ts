import type { Context } from "mocha";
import { onPath } from "../../../toolchain/host/programs.ts";

/** Skips the suite if this host lacks what it needs, and prints what. */
export async function requirePrivateEngine(context: Context): Promise<void> {
  const lacking: string[] = [];
  if (process.platform !== "linux") lacking.push("Linux");
  if (process.getuid?.() !== 0) lacking.push("root");
  for (const program of ["dockerd", "docker", "ip", "unshare", "tar"]) {
    if ((await onPath(program)) === undefined) lacking.push(program);
  }
  if (lacking.length === 0) return;
  console.log(`      skipped: a private Docker daemon needs ${lacking.join(", ")}`);
  context.skip();
}
