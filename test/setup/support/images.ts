import { execa } from "execa";

/** Removes every image of a test's Docker daemon. */
export async function removeImages(host: string): Promise<void> {
  const { stdout } = await execa("docker", ["--host", host, "images", "--quiet"]);
  const ids = [...new Set(stdout.split("\n").filter((line) => line !== ""))];
  if (ids.length > 0) await execa("docker", ["--host", host, "rmi", "--force", ...ids]);
}
