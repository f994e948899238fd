import { execa } from "execa";

/** Removes every image of an engine that belongs to a test. */
export async function removeImages(host: string): Promise<void> {
  const { stdout } = await execa("docker", ["--host", host, "images", "--quiet"]);
  const ids = [...new Set(stdout.split("\n").filter((line) => line !== ""))];
  if (ids.length > 0) await execa("docker", ["--host", host, "rmi", "--force", ...ids]);
}
